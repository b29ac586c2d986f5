namespace Cairn.Tracking;

/// <summary>Where a field stands in a message, put into words only when it is refused: <c>metrics[3].value</c>.</summary>
/// <param name="Within">Null for a field of the message itself.</param>
/// <param name="Field">Null for the message itself.</param>
/// <param name="Index">Of a repeated field; negative for others.</param>
public readonly record struct FieldPlace(MlflowObject? Within, string? Field, int Index = -1)
{
    public override string ToString()
    {
        if (Field is null) return "";
        string before = Within?.Place.ToString() ?? "", at = before.Length == 0 ? Field : $"{before}.{Field}";
        return Index < 0 ? at : $"{at}[{Index}]";
    }
}
