using Cairn.Platform.Artifacts;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;
using Cairn.Tracking.Artifacts.Uploads;

namespace Cairn.Tracking.Removal;

/// <summary>
/// Deletes content that removed paths named and that nothing else speaks of: no table, and no stored listing that a table speaks of. What was
/// stored within the last minute waits for the next time. Parts of uploads that nobody went on with for a day go too.
/// </summary>
internal sealed class ContentSweep(IDatabase database, RemovalStore removal, ReferenceStore references, IArtifactStore artifacts, UploadFolder uploads, RealTime real)
{
    private const int LongestListing = 4 << 20;
    private static readonly TimeSpan Naming = TimeSpan.FromMinutes(1), Abandoned = TimeSpan.FromDays(1);

    /// <returns>How many contents and bytes are gone.</returns>
    public async Task<(int Contents, long Bytes)> RunAsync(CancellationToken cancellation)
    {
        // Content is stored before its path is: what came within this time may be about to be named.
        DateTimeOffset since = real.Now - Naming;
        (IReadOnlyList<FreedContent> freed, IReadOnlySet<string> spoken) = await database.ReadAsync(s => (removal.Freed(s), references.All(s)), cancellation);
        (int contents, long bytes) = uploads.Sweep(real.Now - Abandoned);
        if (freed.Count == 0) return (contents, bytes);
        HashSet<string> held = await ListedAsync(spoken, cancellation);
        foreach (FreedContent content in freed)
        {
            if (!held.Contains(content.Digest))
            {
                if (await artifacts.DeleteAsync(content.Digest, since, cancellation)) (contents, bytes) = (contents + 1, bytes + content.Size);
                else if (await artifacts.ExistsAsync(content.Digest, cancellation)) continue;
            }
            await database.WriteAsync(s => removal.Settle(s, content.Digest), Lane.Tracking, cancellation);
        }
        return (contents, bytes);
    }

    // A short text may be a listing of other contents.
    private async Task<HashSet<string>> ListedAsync(IReadOnlySet<string> spoken, CancellationToken cancellation)
    {
        var held = new HashSet<string>(spoken, StringComparer.Ordinal);
        var waiting = new Queue<string>(spoken);
        while (waiting.TryDequeue(out string? digest))
        {
            if (!await artifacts.ExistsAsync(digest, cancellation)) continue;
            await using Stream content = await artifacts.OpenAsync(digest, cancellation);
            if (content.Length > LongestListing) continue;
            using var reader = new StreamReader(content, System.Text.Encoding.Latin1);
            foreach (string listed in ReferenceStore.Within(await reader.ReadToEndAsync(cancellation)))
                if (held.Add(listed)) waiting.Enqueue(listed);
        }
        return held;
    }
}
