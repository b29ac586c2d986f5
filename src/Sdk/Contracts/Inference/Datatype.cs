namespace Cairn.Contracts.Inference;

/// <summary>Element types of the Open Inference Protocol. The numbers are written into segment files and never change.</summary>
public enum Datatype : byte
{
    None = 0,
    Bool = 1,
    UInt8 = 2,
    UInt16 = 3,
    UInt32 = 4,
    UInt64 = 5,
    Int8 = 6,
    Int16 = 7,
    Int32 = 8,
    Int64 = 9,
    Fp16 = 10,
    Fp32 = 11,
    Fp64 = 12,
    Bytes = 13,
}
