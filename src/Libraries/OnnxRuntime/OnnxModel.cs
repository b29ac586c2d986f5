using System.Runtime.InteropServices;
using Cairn.OnnxRuntime.Native;
using static Cairn.OnnxRuntime.Native.OrtApi;

namespace Cairn.OnnxRuntime;

/// <summary>One loaded model. Safe to call from many threads at once; a run context belongs to one thread at a time.</summary>
public sealed unsafe class OnnxModel : IDisposable
{
    private readonly SessionHandle _session;

    private OnnxModel(SessionHandle session)
    {
        _session = session;
        Inputs = PortReader.Inputs(session.Session);
        Outputs = PortReader.Outputs(session.Session);
        session.Name(Inputs, Outputs);
    }

    public static string LibraryVersion => OrtTable.LibraryVersion;

    public IReadOnlyList<OnnxPort> Inputs { get; }

    public IReadOnlyList<OnnxPort> Outputs { get; }

    internal SessionHandle Session => _session;

    /// <summary>
    /// Loads a model file. By path only: a model given as bytes would read its external data from the working directory. Check a
    /// file of unknown origin with the ONNX reader first.
    /// </summary>
    /// <exception cref="OnnxException">The file is missing, broken, or asks for what this library cannot do.</exception>
    public static OnnxModel Load(string path, OnnxOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var session = new SessionHandle(Path.GetFullPath(path), options ?? OnnxOptions.Default);
        try
        {
            return new OnnxModel(session);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>A reusable run context; keep one per worker and use it again and again.</summary>
    /// <param name="outputs">Indices of the outputs to compute; none named means all.</param>
    public OnnxRun NewRun(params ReadOnlySpan<int> outputs) => new(this, outputs);

    /// <summary>The index of the named input, or -1.</summary>
    public int InputIndex(string name) => IndexOf(Inputs, name);

    /// <summary>The index of the named output, or -1.</summary>
    public int OutputIndex(string name) => IndexOf(Outputs, name);

    /// <summary>
    /// Runs with one tensor per input, in the order of <see cref="Inputs"/>, and reads every output:
    /// an <see cref="OnnxTensor"/>, or an array of <c>Dictionary&lt;object, float&gt;</c> for a ZipMap.
    /// </summary>
    public IReadOnlyDictionary<string, object> Run(params ReadOnlySpan<OnnxTensor> inputs)
    {
        if (inputs.Length != Inputs.Count)
            throw new ArgumentException($"The model has {Inputs.Count} inputs, {inputs.Length} were given.", nameof(inputs));
        nint[] given = new nint[inputs.Length], made = new nint[Outputs.Count];
        var pins = new GCHandle[inputs.Length];
        bool added = false;
        _session.DangerousAddRef(ref added);
        try
        {
            for (int i = 0; i < inputs.Length; i++)
                given[i] = ValueWriter.Write(inputs[i], out pins[i]);
            fixed (nint* g = given, m = made)
            {
                Check(OrtApi.Run(_session.Session, 0, _session.InputNames.Pointer, g, (nuint)given.Length,
                    _session.OutputNames.Pointer, (nuint)made.Length, m));
            }

            var results = new Dictionary<string, object>(made.Length, StringComparer.Ordinal);
            for (int i = 0; i < made.Length; i++)
                results[Outputs[i].Name] = ValueReader.Read(made[i]);
            return results;
        }
        finally
        {
            Release(made);
            Release(given);
            foreach (GCHandle pin in pins)
            {
                if (pin.IsAllocated)
                    pin.Free();
            }

            _session.DangerousRelease();
        }
    }

    /// <summary>
    /// The plainest way for a model of one float input [rows, columns]: one float output copied to <paramref name="result"/>,
    /// no managed allocation.
    /// </summary>
    /// <exception cref="OnnxException">The shape does not fit, or the output has another length than <paramref name="result"/>.</exception>
    public void Run(ReadOnlySpan<float> rows, int columns, int output, Span<float> result)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        RunShapes.CheckIndex(output, Outputs.Count);
        if (Outputs[output].Element != OnnxElement.Float)
            throw new ArgumentException($"Output {Outputs[output]} does not hold floats.", nameof(output));
        long* shape = stackalloc long[2] { rows.Length / columns, columns };
        nint input = 0, made = 0;
        bool added = false;
        _session.DangerousAddRef(ref added);
        fixed (float* data = rows)
        {
            try
            {
                Check(CreateTensorWithData(OrtProcess.CpuMemory, data, (nuint)(rows.Length * sizeof(float)), shape, 2, OnnxElement.Float, &input));
                Check(OrtApi.Run(_session.Session, 0, _session.InputNames.Pointer, &input, 1, _session.OutputNames.Pointer + output, 1, &made));
                TensorData.Floats(made).CopyExactly(result);
            }
            finally
            {
                if (made != 0)
                    ReleaseValue(made);
                if (input != 0)
                    ReleaseValue(input);
                _session.DangerousRelease();
            }
        }
    }

    public void Dispose() => _session.Dispose();

    private static int IndexOf(IReadOnlyList<OnnxPort> ports, string name)
    {
        for (int i = 0; i < ports.Count; i++)
        {
            if (ports[i].Name == name)
                return i;
        }

        return -1;
    }

    private static void Release(nint[] values)
    {
        foreach (nint value in values)
        {
            if (value != 0)
                ReleaseValue(value);
        }
    }
}
