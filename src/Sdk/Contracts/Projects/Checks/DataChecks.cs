using Cairn.Contracts.DataContracts;

namespace Cairn.Contracts.Projects.Checks;

/// <summary>Contracts that contradict themselves.</summary>
internal static class DataChecks
{
    public static void Run(ProjectFile file, ReadContext context)
    {
        foreach (var (name, source) in file.Data)
        {
            SourceChecks.Run(source, file, $"data.{name}", context);
            Check(source.Expect, $"data.{name}.expect", context);
            CheckReferences(source, $"data.{name}.expect", context);
            if (source.Expect.Fresh is not null && source.Time is null && !context.IsBroken($"data.{name}.time"))
            {
                context.FaultAtKey($"data.{name}.expect.fresh", "'fresh' needs the source's 'time': the column with the event time");
            }
        }

        foreach (var (name, endpoint) in file.Endpoints)
        {
            CheckInputs(endpoint.Inputs, $"endpoints.{name}.inputs", context);
        }

        foreach (var (name, environment) in file.Environments)
        {
            if (environment.Compute is { } compute and not "local")
            {
                new Names(context).Check("compute", "compute target", compute, $"environments.{name}.compute");
            }
        }

        foreach (var name in file.Compute.Keys)
        {
            CheckOneKind(name, context);
        }
    }

    private static void Check(DataContract contract, string path, ReadContext context)
    {
        if (contract.Rows is { Min: { } min, Max: { } max } && min > max)
        {
            context.FaultAt(path + ".rows.max", "'max' is below 'min'");
        }

        foreach (var column in contract.Columns)
        {
            var here = context.Has($"{path}.columns.{column.Name}") ? $"{path}.columns.{column.Name}" : $"{path}.{column.Name}";
            CheckColumn(column, here, context);
        }
    }

    private static void CheckColumn(ColumnRules column, string path, ReadContext context)
    {
        if (RangeFault(column) is { } fault)
        {
            context.FaultAtKey(path + ".range", fault);
        }

        if (column.Pattern is not null && column.Type is not (null or ColumnType.Text))
        {
            context.FaultAtKey(path + ".pattern", "'pattern' is for text; this column is not");
        }

        if (column.In is { Numbers: null } && column.Type is ColumnType.Int or ColumnType.Float)
        {
            context.FaultAt(path + ".in", "this column is a number, but not all values allowed are");
        }
    }

    private static string? RangeFault(ColumnRules column) => column.Type switch
    {
        ColumnType.Text or ColumnType.Bool when column.Range is not null || column.Times is not null => "'range' is for numbers, dates and times; this column is none",
        ColumnType.Date or ColumnType.Time when column.Range is not null => "this column holds dates or times; its range is one of dates: [2001-01-01, 2001-12-31]",
        ColumnType.Int or ColumnType.Float when column.Times is not null => "this column is a number; its range is one of numbers: [0, 100]",
        _ => null,
    };

    private static void CheckReferences(DataSource source, string path, ReadContext context)
    {
        foreach (var column in source.Expect.Columns.Where(c => c.Refers is not null))
        {
            var here = (context.Has($"{path}.columns.{column.Name}") ? $"{path}.columns.{column.Name}" : $"{path}.{column.Name}") + ".refers";
            if (column.Refers!.Source == source.Name)
            {
                context.FaultAt(here, "a source cannot refer to itself");
            }
            else
            {
                new Names(context).Check("data", "source", column.Refers.Source, here, 5);
            }
        }
    }

    private static void CheckInputs(DataContract inputs, string path, ReadContext context)
    {
        Check(inputs, path, context);
        if (inputs.Rows is not null || inputs.Fresh is not null)
        {
            context.FaultAtKey(path, "'rows' and 'fresh' are for sources; limit requests by 'limits'");
        }

        if (inputs.Unique is not null)
        {
            context.FaultAtKey($"{path}.unique", "'unique' cannot be checked on requests");
        }

        foreach (var column in inputs.Columns.Where(c => c.Times is not null))
        {
            context.FaultAtKey($"{path}.{column.Name}.range", "a range of dates cannot be checked on requests");
        }

        foreach (var column in inputs.Columns.Where(c => c.Unique))
        {
            context.FaultAtKey($"{path}.{column.Name}.unique", "'unique' cannot be checked on requests");
        }

        foreach (var column in inputs.Columns.Where(c => c.Refers is not null || c.Distribution is not null))
        {
            var key = column.Refers is not null ? "refers" : "distribution";
            context.FaultAtKey($"{path}.{column.Name}.{key}", $"'{key}' cannot be checked on requests");
        }
    }

    private static void CheckOneKind(string name, ReadContext context)
    {
        var kinds = new[] { "local", "slurm", "kubernetes" }.Count(k => context.Has($"compute.{name}.{k}"));
        if (kinds != 1 && !context.IsBroken("compute." + name))
        {
            context.FaultAtKey("compute." + name, "a compute target is exactly one of local, slurm, kubernetes");
        }
    }
}
