namespace Cairn.Client;

public sealed partial class CairnClient
{
    private Retrier? _retrier;

    /// <summary>The registered models.</summary>
    public CairnModels Models => new(this, Retrying);

    private Retrier Retrying => _retrier ??= new Retrier(_options.Retry, _options.Time);

    /// <summary>Starts a run in an experiment, which is made when it is not there. An experiment with a project's name belongs to the project.</summary>
    /// <returns>The run; <c>await using</c> ends it. When the server is away and <see cref="RunOptions.BufferDirectory"/> is named, a run on disk.</returns>
    /// <exception cref="ArgumentException">The experiment's name is empty, or the queue has no room.</exception>
    /// <exception cref="CairnApiException">The server refused, e.g. because the experiment was deleted.</exception>
    /// <exception cref="CairnUnreachableException">No answer came, and nothing is to be kept on disk.</exception>
    public async Task<CairnRun> StartRunAsync(string experiment, RunOptions? options = null, CancellationToken cancel = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(experiment);
        options ??= new RunOptions();
        if (options.QueueLength < 1)
        {
            throw new ArgumentException($"{nameof(RunOptions.QueueLength)} is at least 1, not {options.QueueLength}", nameof(options));
        }
        var once = new RunWire(this, new Retrier(RetryRule.None, _options.Time));
        var line = new RunLine(new RunWire(this, Retrying), once, RunStart.Of(experiment, options, _options.Time), options, _options.Time);
        await line.OpenAsync(cancel);
        return new CairnRun(line, new RunSender(line, options, _options.Time), _options.Time);
    }

    /// <summary>Does some work in a run of its own, which ends as failed when the work throws, and as killed when it was cancelled.</summary>
    /// <inheritdoc cref="StartRunAsync" path="/exception"/>
    /// <exception cref="CairnRunException">Some of what was logged did not arrive.</exception>
    public async Task TrackAsync(string experiment, Func<CairnRun, Task> work, RunOptions? options = null, CancellationToken cancel = default)
    {
        await using var run = await StartRunAsync(experiment, options, cancel);
        try
        {
            await work(run);
        }
        catch (Exception fault)
        {
            await run.EndQuietlyAsync(fault is OperationCanceledException ? RunStatus.Killed : RunStatus.Failed);
            throw;
        }
        await run.EndAsync(cancel: cancel);
    }

    /// <summary>Sends the runs that a folder kept while the server was away; each file goes once all of it arrived. What is still being written is left alone.</summary>
    /// <exception cref="DirectoryNotFoundException">The folder is not there.</exception>
    public Task<ReplayReport> ReplayAsync(string directory, CancellationToken cancel = default) => new FolderReplay(new RunWire(this, Retrying)).RunAsync(directory, cancel);
}
