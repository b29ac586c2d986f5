using Microsoft.Win32.SafeHandles;
using static Cairn.XgBoost.Native.XgBoostApi;

namespace Cairn.XgBoost.Native;

internal sealed class MatrixHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public MatrixHandle(nint matrix) : base(ownsHandle: true) => SetHandle(matrix);

    protected override bool ReleaseHandle() => XGDMatrixFree(handle) == 0;
}

internal sealed class BoosterHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public BoosterHandle(nint booster) : base(ownsHandle: true) => SetHandle(booster);

    protected override bool ReleaseHandle() => XGBoosterFree(handle) == 0;
}
