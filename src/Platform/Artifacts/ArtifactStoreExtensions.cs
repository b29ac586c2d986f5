using System.Text;

namespace Cairn.Platform.Artifacts;

public static class ArtifactStoreExtensions
{
    public static async Task<Artifact> PutFileAsync(this IArtifactStore store, string path, CancellationToken cancellation = default)
    {
        await using FileStream file = File.OpenRead(path);
        return await store.PutAsync(file, cancellation);
    }

    public static Task<Artifact> PutTextAsync(this IArtifactStore store, string text, CancellationToken cancellation = default)
        => store.PutAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), cancellation);

    public static async Task<string> ReadTextAsync(this IArtifactStore store, string digest, CancellationToken cancellation = default)
    {
        using var reader = new StreamReader(await store.OpenAsync(digest, cancellation));
        return await reader.ReadToEndAsync(cancellation);
    }
}
