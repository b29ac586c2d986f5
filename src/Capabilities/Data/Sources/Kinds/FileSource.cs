using Cairn.Contracts.Projects;

namespace Cairn.Data.Sources.Kinds;

/// <summary>Files of the server's machine: a path, perhaps with wildcards in its last part.</summary>
internal class FileSource(SourceFiles files) : ISourceKind
{
    private const string Scheme = "file://";

    public virtual string Name => SourceKinds.File;

    public Task<Offer> LookAsync(SourceAsk ask, CancellationToken cancellation)
    {
        IReadOnlyList<FileInfo> found = files.Find(ask.Project, PathOf(ask));
        string uri = Scheme + (found.Count == 1 ? found[0].FullName : Path.GetFullPath(PathOf(ask), files.DropFolder(ask.Project)));
        return Task.FromResult(new Offer(uri, SourceFiles.Fingerprint(found), found.Sum(f => f.Length)));
    }

    public async Task FetchAsync(SourceAsk ask, Offer offer, Stage stage, CancellationToken cancellation)
    {
        IReadOnlyList<FileInfo> found = files.Find(ask.Project, PathOf(ask));
        foreach (FileInfo file in found)
        {
            await using FileStream content = file.OpenRead();
            await stage.AddAsync(Stage.EndingOf(file.Name), content, cancellation);
            file.Refresh();
        }
        if (SourceFiles.Fingerprint(found) != offer.Fingerprint) throw new SourceFaultException("The source was being written while it was read.");
    }

    public Task<IReadOnlyList<Member>?> MembersAsync(SourceAsk ask, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<Member>?>(
        [.. files.Find(ask.Project, PathOf(ask)).Where(f => f.Name[0] != '.').Select(f => new Member(f.Name[..^Stage.EndingOf(f.Name).Length], At(ask, f), SourceFiles.Fingerprint([f])))]);

    /// <summary>As the source is declared, without the scheme.</summary>
    public static string PathOf(DataSource source) => source.From.StartsWith(Scheme, StringComparison.Ordinal) ? source.From[Scheme.Length..] : source.From;

    protected virtual string PathOf(SourceAsk ask) => PathOf(ask.Source);

    protected virtual DataSource At(SourceAsk ask, FileInfo file) => ask.Source with { From = file.FullName };
}
