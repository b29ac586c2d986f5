namespace Cairn.Contracts.DataContracts;

/// <summary>What is wrong with one value of a request.</summary>
public enum InputFault
{
    None,
    UnknownColumn,
    Missing,
    WrongType,
    NotWhole,
    OutOfRange,
    NotAllowed,
    PatternNotMatched,
}
