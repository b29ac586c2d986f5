using Cairn.Platform.Sql;

namespace Cairn.Tracking.Artifacts;

/// <summary>Which content lies at which path. A path is a file or a directory, never both; the content itself is in the artifact store.</summary>
internal sealed class FileStore
{
    public FileRow? Find(SqlSession s, string path) => s.First<FileRow>("select path, digest, size from tracking_files where path = @path", new { path });

    public IReadOnlyList<FileRow> List(SqlSession s, string directory) => s.Query<FileRow>("select path, digest, size from tracking_files where parent = @directory order by path", new { directory });

    /// <summary>All files below a directory, by path.</summary>
    public IReadOnlyList<FileRow> Below(SqlSession s, string directory) => s.Query<FileRow>(
        "select path, digest, size from tracking_files where path > @from and path < @to and digest is not null order by path", new { from = directory + "/", to = directory + "0" });

    /// <summary>The first of them.</summary>
    /// <param name="after">The path below the directory that comes before them; null for the first of all.</param>
    public IReadOnlyList<FileRow> Below(SqlSession s, string directory, string? after, int limit) => s.Query<FileRow>(
        "select path, digest, size from tracking_files where path > @from and path < @to and digest is not null order by path limit @limit", new { from = $"{directory}/{after}", to = directory + "0", limit });

    /// <summary>False when a directory is at the path, or a file at one above it.</summary>
    public bool Put(SqlSession s, string path, string digest, long size, long now)
    {
        string[] above = [.. Above(path)];
        if (above.Length > 0)
        {
            ManyRows.Insert(s, "insert into tracking_files (path, parent, digest, size, updated_at)", above.Select(d => (object?[])[d, ParentOf(d), null, 0L, now]), "on conflict (path) do nothing");
            if (s.Scalar<long>("select count(*) from tracking_files where path in @above and digest is not null", new { above }) > 0) return false;
        }
        return s.Execute("""
            insert into tracking_files (path, parent, digest, size, updated_at) values (@path, @parent, @digest, @size, @now)
            on conflict (path) do update set digest = excluded.digest, size = excluded.size, updated_at = excluded.updated_at where tracking_files.digest is not null
            """, new { path, parent = ParentOf(path), digest, size, now }) == 1;
    }

    /// <summary>Removes a file, or a directory with all below it. '0' is the character after '/'.</summary>
    public void Delete(SqlSession s, string path)
        => s.Execute("delete from tracking_files where path = @path or (path > @from and path < @to)", new { path, from = path + "/", to = path + "0" });

    private static string ParentOf(string path) => path.LastIndexOf('/') is var slash and >= 0 ? path[..slash] : "";

    private static IEnumerable<string> Above(string path)
    {
        for (int slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1)) yield return path[..slash];
    }
}
