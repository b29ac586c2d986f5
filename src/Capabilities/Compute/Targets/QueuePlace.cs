namespace Cairn.Compute.Targets;

/// <summary>What a task was given of a target; dispose it to give it back.</summary>
/// <param name="gpus">Numbers of the graphics processors that are its own, from 0 on.</param>
internal sealed class QueuePlace(IReadOnlyList<int> gpus, Action giveBack) : IDisposable
{
    public IReadOnlyList<int> Gpus => gpus;

    /// <summary>The target has some of its own to give.</summary>
    public bool SharesGpus { get; init; }

    public void Dispose() => giveBack();
}
