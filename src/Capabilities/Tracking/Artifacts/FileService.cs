using Cairn.Platform.Artifacts;
using Cairn.Platform.Sql;

namespace Cairn.Tracking.Artifacts;

/// <summary>Files of runs and models: content in the artifact store by digest, found by path.</summary>
internal sealed class FileService(IDatabase database, IArtifactStore artifacts, FileStore store, TimeProvider time)
{
    private const string Scheme = "mlflow-artifacts:/";

    /// <summary>The content is durable before the path names it.</summary>
    public async Task PutAsync(string path, Stream content, CancellationToken cancellation)
    {
        ArtifactPath.Parse(path);
        Artifact artifact = await artifacts.PutAsync(content, cancellation);
        long now = time.GetUtcNow().ToUnixTimeMilliseconds();
        if (!await database.WriteAsync(s => store.Put(s, path, artifact.Digest, artifact.Size, now), Lane.Tracking, cancellation))
            throw MlflowException.Invalid("Invalid path: a directory is there, or a file is where a directory is needed.");
    }

    public async Task<(FileRow File, Stream Content)> OpenAsync(string path, CancellationToken cancellation)
    {
        ArtifactPath.Parse(path);
        FileRow? file = await database.ReadAsync(s => store.Find(s, path), cancellation);
        if (file?.Digest is null) throw MlflowException.Missing($"No such artifact: '{path}'");
        return (file, await artifacts.OpenAsync(file.Digest, cancellation));
    }

    public Task<Stream> OpenAsync(TrackedFile file, CancellationToken cancellation) => artifacts.OpenAsync(file.Digest, cancellation);

    /// <summary>What lies directly in a directory; nothing for a file or a path that is not there. Empty is the top.</summary>
    public Task<IReadOnlyList<FileRow>> ListAsync(string directory, CancellationToken cancellation)
    {
        if (directory.Length > 0) ArtifactPath.Parse(directory);
        return database.ReadAsync(s => store.List(s, directory), cancellation);
    }

    public Task DeleteAsync(string path, CancellationToken cancellation)
    {
        ArtifactPath.Parse(path);
        return database.WriteAsync(s => store.Delete(s, path), Lane.Tracking, cancellation);
    }

    public Task<FileRow?> FindAsync(string path, CancellationToken cancellation) => database.ReadAsync(s => store.Find(s, ArtifactPath.Parse(path)), cancellation);

    /// <summary>As <see cref="Root"/>; null where it names another store, or a place below which no file can lie.</summary>
    public string? OwnRoot(string uri)
    {
        if (!uri.StartsWith(Scheme, StringComparison.Ordinal)) return null;
        try
        {
            return Root(uri);
        }
        catch (MlflowException)
        {
            return null;
        }
    }

    /// <summary>The path below our store that an artifact URI names.</summary>
    /// <exception cref="MlflowException">It names another store.</exception>
    public string Root(string uri)
        => uri.StartsWith(Scheme, StringComparison.Ordinal) ? ArtifactPath.Parse(uri[Scheme.Length..].TrimEnd('/')) : throw MlflowException.Invalid("The artifacts are not in this server's store.");
}
