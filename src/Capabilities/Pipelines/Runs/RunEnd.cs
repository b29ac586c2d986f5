using System.Diagnostics;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Platform.Web;

namespace Cairn.Pipelines.Runs;

/// <summary>Holds an answer back until a run has ended, so that who waits for it need not ask again and again.</summary>
internal sealed class RunEnd(IDatabase database, RunStore store, LiveHub live)
{
    /// <summary>Longest that an answer is held back, in seconds: proxies give up soon after.</summary>
    public const double Longest = 60;

    // Another server may bring the run to its end, and tells nobody here.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>Completes when it has ended, or after so many seconds.</summary>
    /// <exception cref="ApiException">404: there is no such run; 400: longer than <see cref="Longest"/>, or below 0.</exception>
    public async Task WaitAsync(string project, long number, double seconds, CancellationToken cancellation)
    {
        if (!(seconds is >= 0 and <= Longest)) throw ApiException.Invalid("wait", FormattableString.Invariant($"'wait' is in seconds, from 0 to {Longest}."));
        PipelineRun run = await ReadAsync(project, number, cancellation);
        using LiveSubscription changes = live.Subscribe(["run:" + run.Id], null);
        long begun = Stopwatch.GetTimestamp();
        // What changed before anybody listened is seen by reading once more.
        while ((run = await ReadAsync(project, number, cancellation)).FinishedAt is null && TimeSpan.FromSeconds(seconds) - Stopwatch.GetElapsedTime(begun) is { Ticks: > 0 } left)
        {
            await changes.ChangedAsync(left < Look ? left : Look, cancellation);
            changes.Take();
        }
    }

    private Task<PipelineRun> ReadAsync(string project, long number, CancellationToken cancellation) => database.ReadAsync(s => RunEndpoints.Require(store, s, project, number), cancellation);
}
