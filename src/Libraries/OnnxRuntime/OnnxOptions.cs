namespace Cairn.OnnxRuntime;

/// <summary>How a model is run. The defaults suit many small models served side by side.</summary>
public sealed record OnnxOptions
{
    public static OnnxOptions Default { get; } = new();

    /// <summary>Threads within one operator; 1 makes no pool, 0 lets the library take every core.</summary>
    public int IntraOpThreads { get; init; } = 1;

    /// <summary>Threads between operators; used only by graphs that may run in parallel.</summary>
    public int InterOpThreads { get; init; } = 1;

    /// <summary>Whether pool threads burn a core while they wait; matters from two threads on.</summary>
    public bool Spin { get; init; }

    public OnnxOptimization Optimization { get; init; } = OnnxOptimization.All;

    /// <summary>Whether memory is planned ahead for repeated shapes.</summary>
    public bool MemoryPattern { get; init; } = true;

    /// <summary>Whether freed memory is kept for the next run; off gives it back and costs time.</summary>
    public bool CpuArena { get; init; } = true;

    /// <summary>Who makes the call that reads and prepares the graph, nearly all of the work of a load; null: the calling thread. Threads that the session starts belong to the thread that makes it.</summary>
    public NativeCall? Opening { get; init; }

    /// <summary>Further session entries, by the names of onnxruntime_session_options_config_keys.h.</summary>
    public IReadOnlyDictionary<string, string> Entries { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>How far the library rewrites the graph before running it (GraphOptimizationLevel).</summary>
public enum OnnxOptimization
{
    None = 0, Basic = 1, Extended = 2, All = 99,
}
