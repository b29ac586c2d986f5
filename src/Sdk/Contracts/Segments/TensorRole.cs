namespace Cairn.Contracts.Segments;

/// <summary>What a logged tensor was. The numbers are written into segment files.</summary>
public enum TensorRole : byte
{
    Input = 1,
    Key = 2,
    Output = 3,
}
