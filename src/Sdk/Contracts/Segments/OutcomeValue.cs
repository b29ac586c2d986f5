namespace Cairn.Contracts.Segments;

/// <summary>A number (booleans are 0 and 1) or a text, never both.</summary>
public readonly record struct OutcomeValue
{
    private OutcomeValue(double number, string? text)
    {
        Number = number;
        Text = text;
    }

    /// <summary>NaN when the value is a text.</summary>
    public double Number { get; }

    public string? Text { get; }

    public static OutcomeValue Of(double number) => new(number, null);

    public static OutcomeValue Of(string text) => new(double.NaN, text);
}
