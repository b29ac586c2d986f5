namespace Cairn.Pipelines.Runs;

/// <summary>The two ways in which work on a run ends early: somebody cancelled the run, or only this process ends and another goes on.</summary>
/// <param name="Either">Fires for both.</param>
internal readonly record struct RunStops(CancellationToken Either, CancellationToken Stopping)
{
    /// <summary>The run is to end for good.</summary>
    public bool Cancelled => Either.IsCancellationRequested && !Stopping.IsCancellationRequested;
}
