using Cairn.DuckDb;
using Cairn.Platform;
using Cairn.Platform.Artifacts;

namespace Cairn.Delivery;

/// <summary>The table a version was judged on, its labels dealt out anew: whatever is judged on it must look like guessing.</summary>
internal sealed class ShuffledTable(IArtifactStore artifacts, PlatformOptions options)
{
    /// <summary>Digest of the shuffled table; the same table, label and seed give the same rows.</summary>
    public async Task<string> MakeAsync(string digest, string label, int seed, CancellationToken cancellation)
    {
        string from = await artifacts.PathAsync(digest, cancellation), to = Path.Combine(options.Folder("scratch"), $"shuffled-{Guid.NewGuid():N}.parquet");
        try
        {
            await Task.Run(() => Write(from, to, DuckSql.Identifier(label), seed), cancellation);
            return (await artifacts.PutFileAsync(to, cancellation)).Digest;
        }
        finally
        {
            File.Delete(to);
        }
    }

    private static void Write(string from, string to, string label, int seed)
    {
        using var database = new DuckDatabase(null, ("threads", "1"), ("memory_limit", "1GB"));
        using DuckConnection duck = database.Connect();
        duck.Execute($"create table t as select *, row_number() over () as place__ from read_parquet({DuckSql.Literal(from)})");
        duck.Execute($"create table dealt as select {label} as dealt__, row_number() over (order by hash(place__ * 1000003 + {seed}), place__) as place__ from t");
        duck.Execute($"copy (select t.* exclude (place__) replace (dealt.dealt__ as {label}) from t join dealt using (place__) order by t.place__) to {DuckSql.Literal(to)} (format parquet)");
    }
}
