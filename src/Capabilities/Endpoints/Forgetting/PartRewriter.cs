using Cairn.DuckDb;
using Cairn.Platform;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Sql;

namespace Cairn.Endpoints;

/// <summary>Writes Parquet parts anew without the rows of a key, puts them in the place of the old ones, and deletes those.</summary>
internal sealed class PartRewriter(IArtifactStore artifacts, IDatabase database, LogPartStore store, PlatformOptions options)
{
    /// <summary>Ids of the key's predictions.</summary>
    public async Task<IReadOnlySet<string>> IdsAsync(IEnumerable<LogPart> predictions, string key, CancellationToken cancellation)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (LogPart part in predictions.Where(p => p.RowsCount > 0))
        {
            string path = await artifacts.PathAsync(part.Digest, cancellation);
            using var engine = new DuckMemory(1, "512MB", options.Folder("scratch"));
            using DuckConnection duck = engine.Connect();
            using DuckResult result = duck.Query($"select prediction_id from read_parquet({DuckSql.Literal(path)}) where key = $1 and prediction_id is not null", key);
            foreach (object?[] row in result.Rows()) ids.Add((string)row[0]!);
        }
        return ids;
    }

    /// <summary>Answers how many files were written anew.</summary>
    public async Task<int> RewriteAsync(IEnumerable<LogPart> of, string key, IReadOnlySet<string> ids, CancellationToken cancellation)
    {
        int written = 0;
        foreach (LogPart part in of.Where(p => p.RowsCount > 0))
            if (await RewriteAsync(part, key, ids, cancellation)) written++;
        return written;
    }

    private async Task<bool> RewriteAsync(LogPart part, string key, IReadOnlySet<string> ids, CancellationToken cancellation)
    {
        string fresh = Path.Combine(options.Folder("scratch"), $"part-{Guid.NewGuid():N}.parquet"), old = await artifacts.PathAsync(part.Digest, cancellation);
        try
        {
            long gone = await Task.Run(() => Copy(old, fresh, key, ids), cancellation);
            if (gone == 0) return false;
            string digest = (await artifacts.PutFileAsync(fresh, cancellation)).Digest;
            bool free = await database.WriteAsync(s =>
            {
                store.Replace(s, part, digest, part.RowsCount - gone);
                return !store.Uses(s, part.Digest);
            }, cancellation: cancellation);
            if (free) await artifacts.DeleteAsync(part.Digest, cancellation);
            return true;
        }
        finally
        {
            File.Delete(fresh);
        }
    }

    /// <summary>How many rows were left out.</summary>
    private long Copy(string from, string to, string key, IReadOnlySet<string> ids)
    {
        using var engine = new DuckMemory(1, "512MB", options.Folder("scratch"));
        using DuckConnection duck = engine.Connect();
        duck.Execute("create table ids (prediction_id VARCHAR)");
        using (DuckAppender rows = duck.Append("ids"))
        {
            foreach (string id in ids) rows.Add(id).EndRow();
            rows.Complete();
        }
        string file = $"read_parquet({DuckSql.Literal(from)})", meant = $"(key is not distinct from {DuckSql.Literal(key)} or (prediction_id is not null and prediction_id in (select prediction_id from ids)))";
        long gone = duck.Scalar<long>($"select count(*) from {file} where {meant}");
        if (gone > 0) duck.Execute($"copy (select * from {file} where not {meant}) to {DuckSql.Literal(to)} (format parquet, compression zstd)");
        return gone;
    }
}
