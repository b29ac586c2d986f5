using Cairn.DuckDb;
using Cairn.Platform;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;

namespace Cairn.Endpoints;

/// <summary>
/// Makes one file of the parts of a past day. Only files whose columns have the same types become one, so that no value is changed by it; files with lists stay
/// as they are, for they are large already.
/// </summary>
internal sealed class PartMerger(IArtifactStore artifacts, IDatabase database, LogPartStore store, PlatformOptions options, RealTime real)
{
    /// <summary>Days back that are looked at each night.</summary>
    private const int Back = 31;

    /// <summary>For whoever holds the route. Days from <paramref name="today"/> on are left alone.</summary>
    public async Task MergeAsync(string route, DateOnly today, CancellationToken cancellation)
    {
        foreach ((_, string kind) in LogPart.Kinds)
            foreach (var day in (await database.ReadAsync(s => store.OfDays(s, route, kind, today.DayNumber - Back, today.DayNumber), cancellation)).GroupBy(p => p.Day).Where(d => d.Count() > 1))
                foreach (IReadOnlyList<(LogPart Part, string Path)> alike in await AlikeAsync([.. day], cancellation))
                    await MergeAsync(alike, cancellation);
    }

    private async Task MergeAsync(IReadOnlyList<(LogPart Part, string Path)> parts, CancellationToken cancellation)
    {
        string fresh = Path.Combine(options.Folder("scratch"), $"part-{Guid.NewGuid():N}.parquet");
        try
        {
            long rows = await Task.Run(() => Copy([.. parts.Select(p => p.Path)], fresh), cancellation);
            if (rows != parts.Sum(p => p.Part.RowsCount)) throw new InvalidDataException($"The parts of {parts[0].Part.Route} hold another number of rows than their journal says.");
            string digest = (await artifacts.PutFileAsync(fresh, cancellation)).Digest;
            await database.WriteAsync(s => store.Merge(s, [.. parts.Select(p => p.Part)], digest, real.Now.ToUnixTimeMilliseconds()), cancellation: cancellation);
        }
        finally
        {
            File.Delete(fresh);
        }
    }

    private async Task<IReadOnlyList<IReadOnlyList<(LogPart Part, string Path)>>> AlikeAsync(IReadOnlyList<LogPart> day, CancellationToken cancellation)
    {
        var groups = new List<(Dictionary<string, string> Types, List<(LogPart, string)> Parts)>();
        using DuckMemory engine = Open();
        using DuckConnection duck = engine.Connect();
        foreach (LogPart part in day)
        {
            string path = await artifacts.PathAsync(part.Digest, cancellation);
            Dictionary<string, string> types = Types(duck, path);
            if (types.Values.Any(t => t.EndsWith("[]", StringComparison.Ordinal))) continue;
            var group = groups.Find(g => types.All(t => g.Types.GetValueOrDefault(t.Key, t.Value) == t.Value));
            if (group.Types is null) groups.Add(group = (new(StringComparer.OrdinalIgnoreCase), []));
            foreach (var (name, type) in types) group.Types[name] = type;
            group.Parts.Add((part, path));
        }
        return [.. groups.Where(g => g.Parts.Count > 1).Select(g => g.Parts)];
    }

    private static Dictionary<string, string> Types(DuckConnection duck, string path)
    {
        using DuckResult result = duck.Query($"select column_name, column_type from (describe select * from read_parquet({DuckSql.Literal(path)}))");
        return result.Rows().ToDictionary(r => (string)r[0]!, r => (string)r[1]!, StringComparer.OrdinalIgnoreCase);
    }

    private long Copy(IReadOnlyList<string> from, string to)
    {
        using DuckMemory engine = Open();
        using DuckConnection duck = engine.Connect();
        duck.Execute($"copy (select * from read_parquet({DuckSql.List(from)}, union_by_name = true)) to {DuckSql.Literal(to)} (format parquet, compression zstd)");
        return duck.Scalar<long>($"select count(*) from read_parquet({DuckSql.Literal(to)})");
    }

    private DuckMemory Open() => new(1, "512MB", options.Folder("scratch"));
}
