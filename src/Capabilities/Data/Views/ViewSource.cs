using System.Text.Json;
using Cairn.Contracts.Projects;
using Cairn.Data.Datasets;
using Cairn.Data.Ingest;
using Cairn.Data.Sources;
using Cairn.Data.Sources.Kinds;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Sql;

namespace Cairn.Data.Views;

/// <summary>
/// A view of another source, <c>view:NAME</c>: each of its partitions is made of the newest version of the other's. Whole partitions are the same
/// objects under another name; of columns or rows a table of its own is made.
/// </summary>
internal sealed class ViewSource(IDatabase database, VersionStore versions, IArtifactStore artifacts, TimeProvider clock) : ISourceKind
{
    public string Name => SourceKinds.View;

    /// <summary>Where a version of a view comes from.</summary>
    public static string Uri(string source, int number) => $"{SourceKinds.View}:{source}@{number}";

    public static bool IsUri(string uri) => uri.StartsWith(SourceKinds.View + ":", StringComparison.Ordinal);

    public async Task<Offer> LookAsync(SourceAsk ask, CancellationToken cancellation)
    {
        ViewDefinition view = ViewDefinition.Read(ask.Source)!;
        if (!view.Shows(ask.Partition)) throw new UnusableSourceException($"The view does not show the partition '{ask.Partition}': its partitions are {view.Partitions}.");
        VersionRow? row = await database.ReadAsync(s => versions.Newest(s, ask.Project, view.Of, ask.Partition), cancellation);
        if (row is not { DeletedAt: null }) return Offer.Nothing(ask.Source.From);
        return new Offer(Uri(row.Source, row.Number), Fingerprint(view, row)) { MadeOf = [row.Id] };
    }

    public async Task<Finding?> KeptAsync(SourceAsk ask, Offer offer, CancellationToken cancellation)
    {
        // A contract of its own is a question that only reading answers.
        if (!ViewDefinition.Read(ask.Source)!.IsWhole || !ask.Source.Expect.IsEmpty) return null;
        VersionRow row = await ThereAsync(offer, cancellation);
        return new Finding(ArrivalState.Accepted)
        {
            SourceDigest = row.Digest,
            Table = new Artifact(row.Digest, row.Bytes),
            Profile = new Artifact(row.ProfileDigest, 0),
            Verdict = new IngestVerdict((string?)null)
            {
                Rows = row.Rows,
                Schema = Columns(row),
                Newest = row.NewestEventAt is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null,
            },
        };
    }

    public async Task FetchAsync(SourceAsk ask, Offer offer, Stage stage, CancellationToken cancellation)
    {
        VersionRow row = await ThereAsync(offer, cancellation);
        Require(ViewDefinition.Read(ask.Source)!, row);
        await using Stream content = await artifacts.OpenAsync(row.Digest, cancellation);
        await stage.AddAsync(".parquet", content, cancellation);
    }

    public async Task<IReadOnlyList<Member>?> MembersAsync(SourceAsk ask, CancellationToken cancellation)
    {
        ViewDefinition view = ViewDefinition.Read(ask.Source)!;
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        IReadOnlyList<VersionRow> known = await database.ReadAsync(s => versions.Known(s, ask.Project, view.Of, now), cancellation);
        return [.. known.Where(v => v.DeletedAt is null && view.Shows(v.Partition)).Select(v => new Member(v.Partition, ask.Source, Fingerprint(view, v)))];
    }

    private static string Fingerprint(ViewDefinition view, VersionRow row) => $"{view.PartDigest} {row.Digest}";

    private static void Require(ViewDefinition view, VersionRow row)
    {
        string[] there = [.. Columns(row).Select(c => c.Name)];
        if (view.Columns.FirstOrDefault(c => !there.Contains(c)) is { } missing)
            throw new UnusableSourceException($"The view's column '{missing}' is not one of '{view.Of}', which has {string.Join(", ", there)}.");
    }

    private static List<SchemaColumn> Columns(VersionRow row) => JsonSerializer.Deserialize<List<SchemaColumn>>(row.SchemaJson, IngestFiles.Json)!;

    private async Task<VersionRow> ThereAsync(Offer offer, CancellationToken cancellation)
        => await database.ReadAsync(s => versions.Find(s, offer.MadeOf[0]), cancellation) is { DeletedAt: null } row ? row : throw new SourceFaultException("The version that it is made of was deleted just now.");
}
