using Cairn.Platform.Sql;
using Cairn.Tracking;

namespace Cairn.Registry.Imports;

/// <summary>Brings the files of a run or a logged model over; each owner once, a run that goes on with all that it is brought again.</summary>
internal sealed class ImportedFiles(IDatabase database, ImportStateStore state, ITrackingImport tracking)
{
    private const string Scheme = "mlflow-artifacts:/", Files = " (files)";
    private static readonly IReadOnlyDictionary<string, long> Nothing = new Dictionary<string, long>(StringComparer.Ordinal);

    public async Task BringAsync(ImportRow import, IMlflowSource source, SourceOwner owner, CancellationToken cancellation)
    {
        (string? done, string? uri) = await database.ReadAsync(s => (state.Target(s, import.Source, "files", owner.Id) ?? state.Target(s, import.Source, "left out", owner.Id), tracking.ArtifactUri(s, owner.Id)), cancellation);
        if (done is not null || uri is null) return;
        if (await source.FilesAsync(owner, cancellation) is not { } found)
        {
            if (owner.Deleted)
            {
                await NoteAsync(import, "changed", owner.Id + Files, "it is deleted there, and its files are shown by no call", Nothing);
                return;
            }
            await NoteAsync(import, "left out", owner.Id + Files, $"its files lie at {Place(owner.ArtifactUri)}, which cannot be read from here; files of this machine are read below the folder that is named for them alone, and not through links", Nothing);
            return;
        }
        long brought = 0;
        foreach (SourceFile file in found) brought += await OneAsync(import, owner, uri, file, cancellation) ? 1 : 0;
        await database.WriteAsync(s =>
        {
            state.Note(s, import.Source, "files", owner.Id, found.Count == 0 ? "" : uri[Scheme.Length..], MlflowImport.Count(("files", brought)));
            state.Forget(s, import.Source, "left out", owner.Id + Files);
        }, Lane.Tracking, cancellation);
    }

    private async Task<bool> OneAsync(ImportRow import, SourceOwner owner, string uri, SourceFile file, CancellationToken cancellation)
    {
        try
        {
            await using Stream content = await file.Open(cancellation);
            await tracking.PutAsync(uri, file.Path, content, cancellation);
            return true;
        }
        catch (MlflowException refused)
        {
            await NoteAsync(import, "lost", $"{owner.Id}/{file.Path}", refused.Message, Nothing);
            return false;
        }
    }

    // The scheme and the host say where it is; a path or a query may hold what is nobody's business.
    private static string Place(string uri) => Uri.TryCreate(uri, UriKind.Absolute, out Uri? place) ? $"{place.Scheme}://{place.Host}" : "another place";

    private Task NoteAsync(ImportRow import, string kind, string item, string target, IReadOnlyDictionary<string, long> counts)
        => database.WriteAsync(s => state.Note(s, import.Source, kind, item, target, counts), Lane.Tracking);
}
