using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using static Cairn.OnnxRuntime.Native.OrtApi;

namespace Cairn.OnnxRuntime.Native;

/// <summary>The native side of one run context: input values over buffers of its own, and the outputs of the last run.</summary>
internal sealed unsafe class RunMemory : SafeHandleZeroOrMinusOneIsInvalid
{
    private const nuint Alignment = 64;
    private readonly SessionHandle _session;
    private readonly int _inputs;
    private readonly int _outputs;
    private readonly nuint[] _capacities;
    private readonly nint _options;

    public RunMemory(SessionHandle session, int inputs, int outputs) : base(ownsHandle: true)
    {
        bool added = false;
        _capacities = new nuint[inputs];
        nint options;
        Check(CreateRunOptions(&options));
        session.DangerousAddRef(ref added);
        (_session, _inputs, _outputs, _options) = (session, inputs, outputs, options);
        SetHandle((nint)NativeMemory.AllocZeroed((nuint)(2 * inputs + outputs), (nuint)sizeof(nint)));
    }

    /// <summary>The native input values, one per input.</summary>
    public nint* Values => (nint*)handle;

    /// <summary>The buffers below the input values; null for strings.</summary>
    public void** Buffers => (void**)handle + _inputs;

    public nint* Results => (nint*)handle + 2 * _inputs;

    public void Reshape(int input, OnnxElement element, int elementSize, ReadOnlySpan<long> shape, long length)
    {
        DropInput(input);
        nuint bytes = checked((nuint)(length * elementSize));
        nint value;
        fixed (long* s = shape)
        {
            if (element == OnnxElement.String)
            {
                Check(CreateTensor(OrtProcess.Allocator, s, (nuint)shape.Length, element, &value));
            }
            else
            {
                Grow(input, bytes);
                Check(CreateTensorWithData(OrtProcess.CpuMemory, Buffers[input], bytes, s, (nuint)shape.Length, element, &value));
            }
        }

        Values[input] = value;
    }

    public void Run(byte** outputNames)
    {
        DropResults();
        Check(OrtApi.Run(_session.Session, _options, _session.InputNames.Pointer, Values, (nuint)_inputs, outputNames, (nuint)_outputs, Results));
    }

    public void Terminate()
    {
        bool added = false;
        DangerousAddRef(ref added);
        try { Check(SetTerminate(_options)); }
        finally { DangerousRelease(); }
    }

    protected override bool ReleaseHandle()
    {
        ReleaseRunOptions(_options);
        DropResults();
        for (int i = 0; i < _inputs; i++)
        {
            DropInput(i);
            NativeMemory.AlignedFree(Buffers[i]);
        }

        NativeMemory.Free((void*)handle);
        _session.DangerousRelease();
        return true;
    }

    private void Grow(int input, nuint bytes)
    {
        if (Buffers[input] != null && bytes <= _capacities[input])
            return;
        NativeMemory.AlignedFree(Buffers[input]);
        _capacities[input] = nuint.Max(bytes, Alignment);
        Buffers[input] = NativeMemory.AlignedAlloc(_capacities[input], Alignment);
        new Span<byte>(Buffers[input], checked((int)_capacities[input])).Clear();
    }

    private void DropInput(int input)
    {
        if (Values[input] != 0)
            ReleaseValue(Values[input]);
        Values[input] = 0;
    }

    private void DropResults()
    {
        for (int i = 0; i < _outputs; i++)
        {
            if (Results[i] != 0)
                ReleaseValue(Results[i]);
            Results[i] = 0;
        }
    }
}
