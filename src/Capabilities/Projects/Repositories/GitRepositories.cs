using System.Collections.Concurrent;
using Cairn.Platform.Http;
using Microsoft.Extensions.Logging;

namespace Cairn.Projects;

/// <inheritdoc cref="IRepositories"/>
internal sealed class GitRepositories(Git git, MirrorFolders folders, PublicAddresses addresses, IProjects projects, ILogger<GitRepositories> logger) : IRepositories
{
    private const int Remembered = 10_000;
    private readonly KeyedLock _locks = new();
    // Commits are for ever: one that was seen is not asked for again.
    private readonly ConcurrentDictionary<(string Project, string Commit), bool> _seen = new();
    private readonly ConcurrentDictionary<string, bool> _intact = new(StringComparer.Ordinal);

    public async Task<string> FetchAsync(string project, CancellationToken cancellation)
    {
        ProjectView view = await projects.RequireAsync(project, cancellation);
        GitRemote remote = await GitRemote.OfAsync(RepositoryAddress.Parse(view.Repository), addresses, cancellation);
        using IDisposable held = await _locks.EnterAsync(project, cancellation);
        Mirror mirror = Of(project);
        // A mirror that was lost is made again: nothing is in it that the remote has not.
        if (!Directory.Exists(mirror.Directory))
        {
            Forget(project);
            await mirror.CreateAsync(cancellation);
        }
        return await mirror.FetchAsync(remote, view.Branch, cancellation);
    }

    public async Task<string> CheckoutAsync(string project, string commit, CancellationToken cancellation)
    {
        string tree = folders.TreeOf(project, GitNames.Commit(commit));
        if (Directory.Exists(tree)) return tree;
        using IDisposable held = await _locks.EnterAsync(project + " trees", cancellation);
        if (Directory.Exists(tree)) return tree;
        Mirror mirror = await RequireAsync(project, commit, cancellation);
        string fresh = Path.Combine(Path.GetDirectoryName(tree)!, ".new-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(fresh);
        await mirror.ExportAsync(commit, fresh, cancellation);
        MirrorFolders.Protect(fresh);
        Directory.Move(fresh, tree);
        return tree;
    }

    public async Task<bool> IsIntactAsync(string project, string commit, CancellationToken cancellation)
    {
        string tree = await CheckoutAsync(project, commit, cancellation);
        if (_intact.TryGetValue(tree, out bool known)) return known;
        bool intact = await (await RequireAsync(project, commit, cancellation)).IsIntactAsync(commit, tree, cancellation);
        if (_intact.Count >= Remembered) _intact.Clear();
        return _intact[tree] = intact;
    }

    public async Task<CommitInfo> DescribeAsync(string project, string commit, CancellationToken cancellation)
        => await (await RequireAsync(project, commit, cancellation)).DescribeAsync(commit, cancellation);

    public async Task<Ancestry> BetweenAsync(string project, string? from, string to, CancellationToken cancellation)
    {
        Mirror mirror = await RequireAsync(project, to, cancellation);
        if (from is null) return new Ancestry(await mirror.BetweenAsync(null, to, cancellation), Rewritten: false);
        // The mirror may have been made again since: then the older end is gone, and so rewritten.
        if (!await HasAsync(mirror, project, from, cancellation)) return new Ancestry([to], Rewritten: true);
        bool rewritten = !await mirror.IsAncestorAsync(from, to, cancellation);
        return new Ancestry(await mirror.BetweenAsync(from, to, cancellation), rewritten);
    }

    public async Task<byte[]?> ReadAsync(string project, string commit, string path, long most, CancellationToken cancellation)
        => await (await RequireAsync(project, commit, cancellation)).ReadAsync(commit, path, most, cancellation);

    /// <summary>A fresh mirror outside of any project.</summary>
    internal async Task<Mirror> IncomingAsync(CancellationToken cancellation)
    {
        var mirror = new Mirror(git, folders.Incoming(), logger);
        await mirror.CreateAsync(cancellation);
        return mirror;
    }

    /// <summary>Gives a fresh mirror to a project about to be registered; what an interrupted registration left is replaced.</summary>
    internal async Task AssignAsync(Mirror incoming, string project, CancellationToken cancellation)
    {
        using IDisposable held = await _locks.EnterAsync(project, cancellation);
        string place = folders.MirrorOf(project);
        Forget(project);
        if (Directory.Exists(place)) Directory.Delete(place, recursive: true);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        Directory.Move(incoming.Directory, place);
    }

    private Mirror Of(string project) => new(git, folders.MirrorOf(project), logger);

    private async Task<Mirror> RequireAsync(string project, string commit, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        Mirror mirror = Of(project);
        return await HasAsync(mirror, project, commit, cancellation) ? mirror : throw ApiException.NotFound("commit", commit);
    }

    private async Task<bool> HasAsync(Mirror mirror, string project, string commit, CancellationToken cancellation)
    {
        if (!Directory.Exists(mirror.Directory)) return false;
        if (_seen.ContainsKey((project, GitNames.Commit(commit)))) return true;
        if (!await mirror.HasAsync(commit, cancellation)) return false;
        if (_seen.Count >= Remembered) _seen.Clear();
        return _seen[(project, commit)] = true;
    }

    private void Forget(string project)
    {
        foreach ((string Project, string Commit) seen in _seen.Keys.Where(s => s.Project == project)) _seen.TryRemove(seen, out _);
    }
}
