using Cairn.Contracts.Snapshots;
using Cairn.Serving.Runs;

namespace Cairn.Serving.Models;

/// <summary>A version that is ready to answer, whatever it is made of. Counted: the last holder's release frees it.</summary>
internal abstract class LoadedModel(string digest, IReadOnlyList<ModelPort> inputs, IReadOnlyList<ModelPort> outputs)
{
    private readonly bool[] _wholes = new bool[outputs.Count];
    private int _holders = 1;

    public string Digest => digest;

    public IReadOnlyList<ModelPort> Inputs => inputs;

    /// <summary>The outputs that are served.</summary>
    public IReadOnlyList<ModelPort> Outputs => outputs;

    /// <summary>What kind of model it is, in the protocol's words.</summary>
    public abstract string Platform { get; }

    /// <summary>What else its metadata say.</summary>
    public virtual IReadOnlyDictionary<string, string>? Properties => null;

    /// <summary>The contract of its own.</summary>
    public virtual IReadOnlyList<InputColumn> Columns { get; } = [.. ModelFit.ColumnsOf(inputs)];

    /// <summary>The number of rows that it takes, when it takes that number only.</summary>
    public int? FixedRows { get; } = inputs.Where(p => p.Shape is [> 0, ..]).Select(p => (int?)p.Shape[0]).FirstOrDefault();

    /// <summary>The models that it asks; each is held by it.</summary>
    public virtual IReadOnlyList<LoadedModel> Members => [];

    /// <summary>Of each its name and digest, as the log keeps them.</summary>
    public virtual IReadOnlyList<Tensors.TensorBuffer> MemberRecords => [];

    /// <summary>It answers now, as far as is known.</summary>
    public virtual bool IsReady => true;

    /// <summary>Starts of its server after the first.</summary>
    public virtual int Restarts => 0;

    /// <summary>A run waits for something else than the processor, so it needs a thread of its own.</summary>
    public virtual bool Waits => false;

    /// <summary>It answers any row that its contract allows, so that one can be made up to try it with.</summary>
    public virtual bool TakesAnyRow => true;

    /// <summary>How many compute a run, as far as is known.</summary>
    public virtual int Threads => 1;

    /// <summary>Runs at once; null where the processors set the bound.</summary>
    public virtual int? Parallel => null;

    public RunCost Cost { get; } = new();

    /// <summary>Spreads each run over so many threads, for a trial; asked once, before the model has traffic. False where that cannot be done.</summary>
    public virtual bool TryThreads(int threads) => false;

    /// <summary>Ends the trial.</summary>
    /// <param name="stays">Whether it goes on so.</param>
    public virtual void SettleThreads(bool stays)
    {
    }

    /// <summary>Fills the outputs of all parts, whose outputs are begun and which have so many rows together, at least one. Throws what the model has against it for all.</summary>
    /// <exception cref="ModelFailure">The model failed.</exception>
    public abstract RunTimes Run(ModelFit fit, ReadOnlySpan<RunPart> parts, int rows);

    public int OutputIndex(string name)
    {
        for (int i = 0; i < outputs.Count; i++)
            if (outputs[i].Name == name) return i;
        return -1;
    }

    /// <summary>
    /// Whether an output has not one entry for each row: its port says a number of its own, or an answer had another one than rows. It stays so where by chance there
    /// are as many as rows.
    /// </summary>
    public bool IsWhole(int output, Tensors.TensorBuffer given, int rows) =>
        _wholes[output] |= given.Shape.IsEmpty || given.Rows != rows || (outputs[output].Shape is [>= 0 and var own, ..] && own != FixedRows);

    public bool TryHold()
    {
        int holders = Volatile.Read(ref _holders);
        while (holders > 0)
        {
            int found = Interlocked.CompareExchange(ref _holders, holders + 1, holders);
            if (found == holders) return true;
            holders = found;
        }

        return false;
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0) Free();
    }

    protected abstract void Free();
}
