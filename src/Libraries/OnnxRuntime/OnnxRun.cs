using Cairn.OnnxRuntime.Native;

namespace Cairn.OnnxRuntime;

/// <summary>
/// A reusable run: write the inputs into its buffers, call <see cref="Run"/>, look at the outputs in place. For one thread at a
/// time. With an unchanged number of rows, numbers in and numbers out, nothing is allocated on the managed heap.
/// </summary>
public sealed unsafe class OnnxRun : IDisposable
{
    private readonly OnnxModel _model;
    private readonly RunMemory _memory;
    private readonly int[] _outputs;
    private readonly long[][] _shapes;
    private readonly long[] _lengths;
    private readonly byte*[] _names;

    internal OnnxRun(OnnxModel model, ReadOnlySpan<int> outputs)
    {
        _model = model;
        _outputs = outputs.IsEmpty ? [.. Enumerable.Range(0, model.Outputs.Count)] : outputs.ToArray();
        _memory = new RunMemory(model.Session, model.Inputs.Count, _outputs.Length);
        _shapes = [.. model.Inputs.Select(p => p.Shape.ToArray())];
        _lengths = new long[_shapes.Length];
        _names = new byte*[_outputs.Length];
        for (int i = 0; i < _outputs.Length; i++)
            _names[i] = model.Session.OutputNames.Pointer[_outputs[i]];
    }

    public OnnxModel Model => _model;

    /// <summary>The number of rows last prepared.</summary>
    public int Rows { get; private set; }

    /// <summary>
    /// Makes every input ready for this many rows: the first dimension takes the rows, a fixed later one its size. Spans given out
    /// before end here.
    /// </summary>
    /// <exception cref="ArgumentException">An input has a fixed first dimension of another size, or a later one of unknown size.</exception>
    public void Prepare(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        if (rows == Rows)
            return;
        Rows = 0;
        for (int i = 0; i < _shapes.Length; i++)
        {
            RunShapes.Fill(_model.Inputs[i], rows, _shapes[i]);
            Reshape(i);
        }

        Rows = rows;
    }

    /// <summary>Gives one input a shape of its own, for a model whose dimensions are not rows by fixed sizes.</summary>
    public void Shape(int input, params ReadOnlySpan<long> shape)
    {
        _shapes[input] = shape.ToArray();
        Rows = 0;
        Reshape(input);
    }

    /// <summary>The buffer of a float input, row-major; write into it before <see cref="Run"/>.</summary>
    public Span<float> Floats(int input) => Buffer<float>(input, OnnxElement.Float);

    public Span<double> Doubles(int input) => Buffer<double>(input, OnnxElement.Double);

    public Span<long> Longs(int input) => Buffer<long>(input, OnnxElement.Int64);

    public Span<int> Integers(int input) => Buffer<int>(input, OnnxElement.Int32);

    public Span<bool> Booleans(int input) => Buffer<bool>(input, OnnxElement.Bool);

    public Span<byte> Bytes(int input) => Buffer<byte>(input, OnnxElement.UInt8);

    /// <summary>The buffer of an input of any number type; <typeparamref name="T"/> is the type of .NET for it (Half for Float16).</summary>
    public Span<T> Input<T>(int input) where T : unmanaged => Buffer<T>(input, ElementSize.ElementOf<T>());

    /// <summary>Puts one element of a string input; up to about 170 characters without allocation.</summary>
    public void SetText(int input, int index, ReadOnlySpan<char> text) => ValueWriter.Put(TextValue(input, index), index, text);

    /// <summary>Puts one element of a string input from UTF-8; up to 511 bytes without allocation.</summary>
    public void SetText(int input, int index, ReadOnlySpan<byte> utf8) => ValueWriter.Put(TextValue(input, index), index, utf8);

    /// <summary>Runs the model over what stands in the input buffers.</summary>
    /// <exception cref="OnnxException">The library's fault, in its words.</exception>
    public void Run()
    {
        ObjectDisposedException.ThrowIf(_memory.IsClosed, this);
        for (int i = 0; i < _shapes.Length; i++)
        {
            if (_memory.Values[i] == 0)
                throw new InvalidOperationException($"Input {_model.Inputs[i].Name} has not been prepared.");
        }

        fixed (byte** names = _names)
            _memory.Run(names);
        GC.KeepAlive(_memory);
    }

    /// <summary>Ends the run under way before its next operator, from whatever thread; it fails then, and so does every later one of this context.</summary>
    /// <exception cref="ObjectDisposedException">The context is disposed.</exception>
    public void Terminate() => _memory.Terminate();

    /// <summary>A float output of the last run, in place; <paramref name="output"/> is its place among the outputs asked for.</summary>
    public ReadOnlySpan<float> FloatOutput(int output) => TensorData.Floats(Result(output));

    public ReadOnlySpan<double> DoubleOutput(int output) => TensorData.Span<double>(Result(output), OnnxElement.Double);

    public ReadOnlySpan<long> LongOutput(int output) => TensorData.Span<long>(Result(output), OnnxElement.Int64);

    public ReadOnlySpan<int> IntegerOutput(int output) => TensorData.Span<int>(Result(output), OnnxElement.Int32);

    public ReadOnlySpan<bool> BooleanOutput(int output) => TensorData.Span<bool>(Result(output), OnnxElement.Bool);

    /// <summary>An output of any number type, in place.</summary>
    public ReadOnlySpan<T> Output<T>(int output) where T : unmanaged => TensorData.Span<T>(Result(output), ElementSize.ElementOf<T>());

    /// <summary>Writes the shape of a tensor output of the last run and answers its rank.</summary>
    /// <exception cref="ArgumentException">The rank exceeds the room.</exception>
    public int OutputShape(int output, Span<long> shape) => TensorData.Shape(Result(output), shape);

    /// <summary>The bytes of all texts of a string output together.</summary>
    public int TextBytes(int output) => TensorData.TextBytes(Result(output));

    /// <summary>Copies the texts of a string output as they are, one after the other, and where each begins.</summary>
    public void CopyTexts(int output, Span<byte> texts, Span<nuint> begins) => TensorData.CopyTexts(Result(output), texts, begins);

    /// <summary>Any output as managed objects (see <see cref="OnnxModel.Run(ReadOnlySpan{OnnxTensor})"/>); allocates.</summary>
    public object Output(int output) => ValueReader.Read(Result(output));

    public void Dispose() => _memory.Dispose();

    private void Reshape(int input)
    {
        OnnxElement element = _model.Inputs[input].Element ?? OnnxElement.Undefined;
        int size = ElementSize.Of(_model.Inputs[input]);
        _lengths[input] = RunShapes.Length(_shapes[input]);
        _memory.Reshape(input, element, size, _shapes[input], _lengths[input]);
    }

    private Span<T> Buffer<T>(int input, OnnxElement wanted) where T : unmanaged
    {
        OnnxPort port = Port(input);
        if (port.Element != wanted)
            throw new ArgumentException($"Input {port} does not take {wanted}.", nameof(input));
        return new Span<T>(_memory.Buffers[input], (int)_lengths[input]);
    }

    private nint TextValue(int input, int index)
    {
        OnnxPort port = Port(input);
        if (port.Element != OnnxElement.String)
            throw new ArgumentException($"Input {port} does not take text.", nameof(input));
        RunShapes.CheckIndex(index, _lengths[input]);
        return _memory.Values[input];
    }

    private OnnxPort Port(int input)
    {
        ObjectDisposedException.ThrowIf(_memory.IsClosed, this);
        OnnxPort port = _model.Inputs[input];
        return _memory.Values[input] != 0 ? port : throw new InvalidOperationException($"Input {port.Name} has not been prepared.");
    }

    private nint Result(int output)
    {
        ObjectDisposedException.ThrowIf(_memory.IsClosed, this);
        RunShapes.CheckIndex(output, _outputs.Length);
        nint value = _memory.Results[output];
        return value != 0 ? value : throw new InvalidOperationException("There is no output before a successful run.");
    }
}
