using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;
using Cairn.Platform.Http;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;
using Cairn.Projects;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cairn.Data.Sources;

/// <summary>
/// Watches the folders of sources with <c>every: new</c>, so that a file that appears is gathered in a moment and not at the next look of the schedule, which finds what a
/// watch may miss. A simulated world is looked at by its own clock alone.
/// </summary>
internal sealed partial class SourceWatch(IProjects projects, SourceFiles files, GatherRequests requests, DomainClock clock, RealTime real, ILogger<SourceWatch> logger) : IHostedService, IProjectListener, IDisposable
{
    private readonly Dictionary<(string Project, string Source), (WatchedPlace Place, FolderWatch Watch)> _watched = [];
    private readonly SemaphoreSlim _one = new(1);

    public Task StartAsync(CancellationToken cancellationToken) => RefreshAsync();

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Declared(SqlSession transaction, ProjectView project, LedgerEvent declared) => StateChanged(transaction, project);

    public void StateChanged(SqlSession transaction, ProjectView project) => transaction.AfterCommit(() => _ = Task.Run(RefreshAsync));

    public void Dispose()
    {
        lock (_watched)
        {
            foreach ((_, FolderWatch watch) in _watched.Values) watch.Dispose();
            _watched.Clear();
        }
    }

    private async Task RefreshAsync()
    {
        if (clock.Simulated) return;
        await _one.WaitAsync();
        try
        {
            var wanted = new Dictionary<(string Project, string Source), WatchedPlace>();
            foreach (ProjectView project in (await projects.ListAsync()).Where(p => p.Active))
                foreach (DataSource source in project.File.Data.Values.Where(d => d.OnNew && d.Kind == SourceKinds.File))
                    if (files.Watched(project.Name, source) is { } place) wanted[(project.Name, source.Name)] = place;
            // What was put there while nobody watched is looked for once.
            foreach ((string project, string source) in Change(wanted)) await AskAsync(project, source);
        }
        catch (Exception e)
        {
            Log.Blind(logger, e);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <returns>Sources that are newly watched.</returns>
    private List<(string Project, string Source)> Change(Dictionary<(string Project, string Source), WatchedPlace> wanted)
    {
        var fresh = new List<(string, string)>();
        lock (_watched)
        {
            foreach ((string, string) gone in _watched.Where(w => wanted.GetValueOrDefault(w.Key) != w.Value.Place).Select(w => w.Key).ToList())
                if (_watched.Remove(gone, out (WatchedPlace, FolderWatch Watch) was)) was.Watch.Dispose();
            foreach (var (key, place) in wanted)
                if (!_watched.ContainsKey(key) && Watch(key, place) is { } watch)
                {
                    _watched[key] = (place, watch);
                    fresh.Add(key);
                }
        }
        return fresh;
    }

    private FolderWatch? Watch((string Project, string Source) key, WatchedPlace place)
    {
        try
        {
            return new FolderWatch(place, real.Provider, () => _ = AskAsync(key.Project, key.Source));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.Unwatched(logger, key.Source, key.Project, e);
            return null;
        }
    }

    private async Task AskAsync(string project, string source)
    {
        try
        {
            await requests.AskAsync(project, source, null, null, "data", Actor.Service("data"), CancellationToken.None);
        }
        catch (ApiException)
        {
            // The source or the project is gone or paused since.
        }
        catch (Exception e)
        {
            Log.Unasked(logger, source, project, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The sources' folders could not be watched; they are looked at by schedule.")]
        public static partial void Blind(ILogger logger, Exception cause);

        [LoggerMessage(2, LogLevel.Warning, "The folder of source {Source} of {Project} cannot be watched; it is looked at by schedule.")]
        public static partial void Unwatched(ILogger logger, string source, string project, Exception cause);

        [LoggerMessage(3, LogLevel.Warning, "Source {Source} of {Project} has something new that could not be asked for; the schedule will.")]
        public static partial void Unasked(ILogger logger, string source, string project, Exception cause);
    }
}
