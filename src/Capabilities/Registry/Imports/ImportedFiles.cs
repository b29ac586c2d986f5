using Cairn.Platform.Sql;
using Cairn.Tracking;

namespace Cairn.Registry.Imports;

/// <summary>Brings the files of a run or a logged model over; each owner once, a run that goes on with all that it is brought again.</summary>
internal sealed class ImportedFiles(IDatabase database, ImportStateStore state, ITrackingImport tracking, LeftOut left)
{
    private const string Scheme = "mlflow-artifacts:/", Files = " (files)";

    public async Task BringAsync(ImportRow import, IMlflowSource source, SourceOwner owner, CancellationToken cancellation)
    {
        (bool done, string? uri) = await database.ReadAsync(s => (state.Target(s, import.Source, ImportStateStore.Files, owner.Id) is not null || state.IsLeft(s, import.Source, owner.Id), tracking.ArtifactUri(s, owner.Id)), cancellation);
        if (!done && uri is not null) await left.TryAsync(import, owner.Id + Files, () => AllAsync(import, source, owner, uri, cancellation));
    }

    private async Task AllAsync(ImportRow import, IMlflowSource source, SourceOwner owner, string uri, CancellationToken cancellation)
    {
        if (await source.FilesAsync(owner, cancellation) is not { } found)
        {
            if (!owner.Deleted) throw new InvalidDataException($"its files lie at {Place(owner.ArtifactUri)}, which cannot be read from here; files of this machine are read below the folder that is named for them alone, and not through links");
            await database.WriteAsync(s => state.Note(s, import.Source, "changed", owner.Id + Files, "it is deleted there, and its files are shown by no call", MlflowImport.Count()), Lane.Tracking, cancellation);
            return;
        }
        var refused = new List<(string Path, string Why)>();
        bool told = true;
        foreach (SourceFile file in found) told &= await left.TryAsync(import, $"{owner.Id}/{file.Path}", () => OneAsync(uri, file, refused, cancellation));
        if (!told) return;
        await database.WriteAsync(s =>
        {
            state.Note(s, import.Source, ImportStateStore.Files, owner.Id, found.Count == 0 ? "" : uri[Scheme.Length..], MlflowImport.Count(("files", found.Count - refused.Count)));
            foreach ((string path, string why) in refused) state.Lose(s, import.Source, $"{owner.Id}/{path}", why);
        }, Lane.Tracking, cancellation);
    }

    private async Task OneAsync(string uri, SourceFile file, List<(string Path, string Why)> refused, CancellationToken cancellation)
    {
        await using Stream content = await file.Open(cancellation);
        try
        {
            await tracking.PutAsync(uri, file.Path, content, cancellation);
        }
        // Its name is none here, and will be none the next time: the others are not asked for again for its sake.
        catch (MlflowException refusal)
        {
            refused.Add((file.Path, refusal.Message));
        }
    }

    // The scheme and the host say where it is; a path or a query may hold what is nobody's business.
    private static string Place(string uri) => Uri.TryCreate(uri, UriKind.Absolute, out Uri? place) ? $"{place.Scheme}://{place.Host}" : "another place";
}
