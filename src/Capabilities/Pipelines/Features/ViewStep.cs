using System.Globalization;
using Cairn.Compute;
using Cairn.Contracts.Features;
using Cairn.Contracts.Projects;
using Cairn.DuckDb;
using Cairn.Pipelines.Steps;

namespace Cairn.Pipelines.Features;

/// <summary>
/// The step of a feature: runs its SQL, refuses it when it looks into the future, and writes the facts twice: as a table for training, and keyed for serving. The keyed file
/// holds of each key what was known when the newest data had arrived, and what becomes known after that by its own time.
/// </summary>
public sealed class ViewStep : IBuiltInStep
{
    private const string Facts = "facts";

    public string Kind => FeatureView.StepKind;

    public int Run(StepContext context)
    {
        using DuckDatabase database = StepTables.Open(context);
        using DuckConnection duck = database.Connect();
        var sources = new FactSources(context, duck);
        try
        {
            sources.Open(null);
            var facts = new FactTable(duck, StepTables.Sql(context.Parameters, "A feature"), context.Parameters);
            FactColumns columns = facts.Make(Facts);
            facts.Check(Facts, columns);
            int moments = new LeakCheck(duck, facts, sources).Run(Facts, columns);
            context.Log.WriteLine(moments > 0 ? $"Looked back from {moments} earlier moments: the same facts." : "Not checked for leaks: no source of it has a 'time', or there are too few facts.");
            columns.Write(duck, $"select * from {Facts} order by {columns.KeyList}, {FactColumns.Known}, {FactColumns.Happened}", context.Output(FeatureView.Table));
            int entries = Keyed(context, duck, columns);
            context.Log.WriteLine($"{duck.Scalar<long>($"select count(*) from {Facts}")} facts, {entries} entries to be looked up");
            return 0;
        }
        catch (DuckException e)
        {
            throw StepTables.Refused("The feature cannot be made", e);
        }
        catch (InvalidDataException e)
        {
            throw new StepException(e.Message, e);
        }
    }

    private static int Keyed(StepContext context, DuckConnection duck, FactColumns columns)
    {
        DateTimeOffset asOf = DateTimeOffset.Parse(File.ReadAllText(context.Input(FactSources.AsOf)), CultureInfo.InvariantCulture);
        string then = $"{FactColumns.Known} <= {DuckSql.Literal((object)asOf.UtcDateTime)}";
        string values = string.Concat(columns.Values.Select(v => $", {DuckSql.Identifier(v.Name)}::{(v.IsText ? "varchar" : "double")}"));
        var file = new KeyedFileWriter(asOf, columns.Keys, columns.Values);
        using DuckResult rows = duck.Stream($"select epoch_us({FactColumns.Known}), {columns.KeyList}{values} from ({columns.Seen(Facts)}) qualify not ({then}) or row_number() over (partition by {columns.KeyList}, {then} order by {FactColumns.Known} desc) = 1");
        foreach (object?[] row in rows.Rows())
            if (KeyText.Of(row[1..(1 + columns.Keys.Count)]) is { } key) file.Add(key, (long)row[0]!, row[(1 + columns.Keys.Count)..]);
        using FileStream to = File.Create(context.Output(FeatureView.Keyed));
        file.Write(to);
        return file.Count;
    }
}
