using Cairn.DuckDb;
using Cairn.Pipelines.Maps;
using Cairn.Pipelines.Runs;
using Cairn.Platform;
using Cairn.Platform.Artifacts;

namespace Cairn.Pipelines.Reproductions;

/// <summary>Deals the labels of training tables out anew, so that whatever is trained on them has nothing to learn. Each run deals its own way, again and again the same.</summary>
internal sealed class ShuffledLabels(IArtifactStore artifacts, PlatformOptions options)
{
    /// <summary>The inputs with every table that has the label replaced.</summary>
    /// <param name="run">Id of the run; it is the seed.</param>
    /// <exception cref="StepFaultException">No input has the label.</exception>
    public async Task<StepInputs> DealAsync(StepInputs given, string step, string label, string run, CancellationToken cancellation)
    {
        StepInputs dealt = given;
        foreach ((string port, string path) in await given.LayOutAsync())
            if (await Task.Run(() => SourceWith(label, path), cancellation) is { } table) dealt = dealt.With(port, await DealtAsync(table, label, run, cancellation));
        return dealt != given ? dealt : throw new StepFaultException($"No input of '{step}' is a table with the column '{label}', so its labels cannot be shuffled.");
    }

    private async Task<StepInput> DealtAsync(string table, string label, string run, CancellationToken cancellation)
    {
        string to = Path.Combine(options.Folder("scratch"), $"shuffled-{Guid.NewGuid():N}.parquet");
        try
        {
            await Task.Run(() => Write(table, to, DuckSql.Identifier(label), DuckSql.Literal(run)), cancellation);
            string digest = (await artifacts.PutFileAsync(to, cancellation)).Digest;
            return new StepInput(digest, () => artifacts.PathAsync(digest, CancellationToken.None));
        }
        finally
        {
            File.Delete(to);
        }
    }

    /// <summary>The table as DuckDB reads it; null when this is none, or has no such column.</summary>
    private string? SourceWith(string label, string path)
    {
        string[] files = Directory.Exists(path) ? Directory.GetFiles(path, "*.parquet") : IsParquet(path) ? [path] : [];
        if (files.Length == 0) return null;
        string source = $"read_parquet({DuckSql.List(files)}, union_by_name = true)";
        using DuckMemory database = Open();
        using DuckConnection duck = database.Connect();
        return duck.Scalar<long>($"select count(*) from (describe select * from {source}) where column_name = {DuckSql.Literal(label)}") > 0 ? source : null;
    }

    private static bool IsParquet(string path)
    {
        if (!File.Exists(path)) return false;
        using FileStream file = File.OpenRead(path);
        Span<byte> first = stackalloc byte[4];
        return file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false) == first.Length && first.SequenceEqual("PAR1"u8);
    }

    private void Write(string source, string to, string label, string seed)
    {
        using DuckMemory database = Open();
        using DuckConnection duck = database.Connect();
        duck.Execute($"create table t as select *, row_number() over () as place__ from {source}");
        duck.Execute($"create table dealt as select {label} as dealt__, row_number() over (order by hash({seed} || place__), place__) as place__ from t");
        duck.Execute($"copy (select t.* exclude (place__) replace (dealt.dealt__ as {label}) from t join dealt using (place__) order by t.place__) to {DuckSql.Literal(to)} (format parquet)");
    }

    private DuckMemory Open() => new(1, "1GB", options.Folder("scratch"));
}
