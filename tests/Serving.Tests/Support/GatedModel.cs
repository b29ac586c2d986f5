using System.Collections.Concurrent;
using Cairn.Serving.Pipeline;
using Cairn.Serving.Runs;

namespace Cairn.Serving.Tests.Support;

/// <summary>A model whose runs begin and end by signals; what was run together is remembered by request id.</summary>
internal sealed class GatedModel : IModelRun
{
    private readonly SemaphoreSlim _entered = new(0);
    private readonly SemaphoreSlim _gate = new(0);

    public ConcurrentQueue<string> Runs { get; } = new();

    /// <summary>The request that spoils a run.</summary>
    public string? Bad { get; set; }

    public Task Entered => _entered.WaitAsync(TimeSpan.FromSeconds(30));

    public void Open(int runs = 1000) => _gate.Release(runs);

    public bool IsShort(int rows, long nanoseconds) => false;

    public void Run(params ReadOnlySpan<InferenceWork> works)
    {
        var ids = new List<string>();
        foreach (InferenceWork work in works) ids.Add(work.RequestId);
        Runs.Enqueue(string.Join(' ', ids));
        _entered.Release();
        _gate.Wait();
        if (Bad is { } bad && ids.Contains(bad)) throw RequestFault.Contract("bad");
    }
}
