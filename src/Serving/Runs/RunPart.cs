using System.Runtime.InteropServices;
using Cairn.Serving.Models;
using Cairn.Serving.Pipeline;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.Runs;

/// <summary>What one request brings into a run and takes out of it.</summary>
/// <param name="memory">Of the request, where it is one.</param>
internal class RunPart(RequestMemory? memory = null)
{
    private readonly List<TensorBuffer> _columns = [];
    private readonly List<TensorBuffer> _outputs = [];
    private int _columnCount;
    private int _outputCount;

    public int Rows { get; set; }

    /// <summary>What its client says to the model; null when it says nothing. It runs alone then.</summary>
    public IReadOnlyList<Parameter>? Parameters { get; set; }

    /// <summary>What its client will wait for the answer, where it said so, and whether it is still there.</summary>
    public RunTime Time { get; set; } = RunTime.Endless;

    /// <summary>How long it may wait until its run begins, at most as long as for the answer.</summary>
    public RunTime Until { get; set; } = RunTime.Endless;

    /// <summary>Ends the run that it is in when nobody waits for it; null where the run is short, or nobody ever waits.</summary>
    public RunStop? Stop { get; set; }

    /// <summary>One tensor per column of the contract.</summary>
    public ReadOnlySpan<TensorBuffer> Columns => CollectionsMarshal.AsSpan(_columns)[.._columnCount];

    /// <summary>One tensor per output of the model that is served.</summary>
    public ReadOnlySpan<TensorBuffer> Outputs => CollectionsMarshal.AsSpan(_outputs)[.._outputCount];

    /// <summary>The tensors as they are, without a request.</summary>
    public static RunPart Of(IEnumerable<TensorBuffer> columns, int rows)
    {
        var part = new RunPart { Rows = rows };
        part._columns.AddRange(columns);
        part._columnCount = part._columns.Count;
        return part;
    }

    public void BeginOutputs(int count)
    {
        _outputCount = count;
        while (_outputs.Count < count) _outputs.Add(new TensorBuffer(memory));
    }

    /// <summary>Makes the columns of the contract empty and ready.</summary>
    protected void BeginColumns(InputContract contract)
    {
        _columnCount = contract.Columns.Length;
        while (_columns.Count < _columnCount) _columns.Add(new TensorBuffer(memory, refuses: true));
        for (int i = 0; i < _columnCount; i++)
        {
            _columns[i].Begin(contract.Columns[i].Name, contract.Columns[i].Type);
            _columns[i].Given = false;
        }
    }

    protected void ResetTensors()
    {
        (Rows, _columnCount, _outputCount) = (0, 0, 0);
        (Parameters, Time, Stop) = (null, RunTime.Endless, null);
        foreach (TensorBuffer column in _columns) column.Release();
        foreach (TensorBuffer output in _outputs) output.Release();
    }
}
