using System.Text.Json.Nodes;

namespace Cairn.Tracking.Artifacts;

/// <summary>Listings of directories as MLflow's messages.</summary>
internal static class ArtifactListing
{
    /// <param name="shown">The path of an entry as the client is told it.</param>
    public static JsonObject Message(IReadOnlyList<FileRow> rows, Func<string, string> shown)
    {
        var answer = new JsonObject();
        answer.AddList("files", rows.Select(f =>
        {
            var file = new JsonObject { ["path"] = shown(f.Path), ["is_dir"] = f.Digest is null };
            if (f.Digest is not null) file["file_size"] = f.Size;
            return file;
        }));
        return answer;
    }

    /// <summary>What lies in a directory below a root, by paths from the root.</summary>
    /// <param name="path">Empty for the root itself.</param>
    public static async Task<JsonObject> BelowAsync(FileService files, string uri, string? path, CancellationToken cancellation)
    {
        string root = files.Root(uri), below = path is { Length: > 0 } ? "/" + ArtifactPath.Parse(path.TrimEnd('/')) : "";
        JsonObject answer = Message(await files.ListAsync(root + below, cancellation), p => p[(root.Length + 1)..]);
        answer["root_uri"] = uri;
        return answer;
    }
}
