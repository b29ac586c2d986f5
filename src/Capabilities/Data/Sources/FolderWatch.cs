namespace Cairn.Data.Sources;

/// <summary>One folder under watch. It tells when something in it has changed and was then left alone for a moment, and at the latest a while after the change.</summary>
internal sealed class FolderWatch : IDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(400), Longest = TimeSpan.FromMilliseconds(1200);
    private readonly FileSystemWatcher _watcher;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private long? _first;

    /// <exception cref="IOException">The system allows no more watches.</exception>
    public FolderWatch(WatchedPlace place, TimeProvider time, Action changed)
    {
        _time = time;
        _timer = time.CreateTimer(_ =>
        {
            lock (_lock) _first = null;
            changed();
        }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _watcher = new FileSystemWatcher(place.Folder) { IncludeSubdirectories = place.Deep, NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size };
        _watcher.Created += (_, _) => Touch();
        _watcher.Changed += (_, _) => Touch();
        _watcher.Renamed += (_, _) => Touch();
        // More happened than the system could tell.
        _watcher.Error += (_, _) => Touch();
        try
        {
            _watcher.EnableRaisingEvents = true;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _watcher.Dispose();
        _timer.Dispose();
    }

    private void Touch()
    {
        lock (_lock)
        {
            TimeSpan left = Longest - _time.GetElapsedTime(_first ??= _time.GetTimestamp());
            if (left > TimeSpan.Zero) _timer.Change(left < Quiet ? left : Quiet, Timeout.InfiniteTimeSpan);
        }
    }
}

/// <summary>A folder in which files of a source appear.</summary>
/// <param name="Deep">In folders below it too.</param>
internal sealed record WatchedPlace(string Folder, bool Deep);
