using System.Collections.Concurrent;
using System.Security.Cryptography;
using Cairn.Contracts.Snapshots;
using Cairn.OnnxRuntime;
using Cairn.Serving.Runs;

namespace Cairn.Serving.Models;

/// <summary>A model file in memory with its run contexts. Counted: the last holder's release frees it.</summary>
internal sealed class LoadedModel
{
    private const int KeptRuns = 64;
    private readonly ConcurrentQueue<OnnxRun> _runs = new();
    private int _holders = 1;

    private LoadedModel(OnnxModel model, string digest, string platform, IReadOnlyList<InputColumn> columns)
    {
        (Model, Digest, Platform, Columns) = (model, digest, platform, columns);
        Outputs = [.. Enumerable.Range(0, model.Outputs.Count).Where(i => PortTypes.Of(model.Outputs[i]) != Contracts.Inference.Datatype.None)];
        FixedRows = model.Inputs.Where(p => p.Shape is [> 0, ..]).Select(p => (int?)p.Shape[0]).FirstOrDefault();
    }

    public OnnxModel Model { get; }

    public string Digest { get; }

    /// <summary>What kind of file it was, in the protocol's words.</summary>
    public string Platform { get; }

    /// <summary>The contract of its own.</summary>
    public IReadOnlyList<InputColumn> Columns { get; }

    /// <summary>The number of rows that the graph takes, when it takes that number only.</summary>
    public int? FixedRows { get; }

    public RunCost Cost { get; } = new();

    /// <summary>Indices of the outputs that are tensors of a type the protocol has; others are not computed.</summary>
    public int[] Outputs { get; }

    /// <summary>Opens by path after comparing the digest; a <see cref="ModelFault"/> says why not.</summary>
    public static LoadedModel Load(string path, string digest)
    {
        try
        {
            bool trees;
            using (FileStream file = File.OpenRead(path))
            {
                trees = XgBoostFile.Is(file);
                string found = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(file));
                if (found != digest) throw new ModelFault("The model file differs from its digest; publish the version again.");
            }

            return trees ? OfTrees(path, digest) : OfGraph(path, digest);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { throw new ModelFault("The model file cannot be read."); }
        catch (OnnxException e) { throw new ModelFault($"ONNX Runtime does not load the model: {e.Message}"); }
    }

    private static LoadedModel OfTrees(string path, string digest)
    {
        (OnnxModel model, IReadOnlyList<InputColumn> columns) = XgBoostFile.Load(path);
        return new LoadedModel(model, digest, XgBoostFile.Platform, columns);
    }

    private static LoadedModel OfGraph(string path, string digest)
    {
        var model = OnnxModel.Load(path);
        try
        {
            var loaded = new LoadedModel(model, digest, "onnx_onnxv1", [.. ModelFit.ColumnsOf(model)]);
            return loaded.Outputs.Length > 0 ? loaded : throw new ModelFault("The model has no tensor output; export it without ZipMap.");
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

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
        if (Interlocked.Decrement(ref _holders) > 0) return;
        while (_runs.TryDequeue(out OnnxRun? run)) run.Dispose();
        Model.Dispose();
    }

    public OnnxRun RentRun() => _runs.TryDequeue(out OnnxRun? run) ? run : Model.NewRun(Outputs);

    public void ReturnRun(OnnxRun run)
    {
        if (_runs.Count < KeptRuns) _runs.Enqueue(run);
        else run.Dispose();
    }
}
