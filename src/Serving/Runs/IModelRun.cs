using Cairn.Serving.Pipeline;

namespace Cairn.Serving.Runs;

/// <summary>Runs a model on requests together.</summary>
internal interface IModelRun
{
    /// <summary>Whether a run of so many rows takes less than a time, in nanoseconds.</summary>
    bool IsShort(int rows, long nanoseconds);

    /// <summary>Fills the outputs of all, or throws for all.</summary>
    void Run(params ReadOnlySpan<InferenceWork> works);
}
