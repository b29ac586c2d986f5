namespace Cairn.Contracts.DataContracts;

/// <summary>A value of a request: missing, a number, a truth value or text.</summary>
public readonly ref struct InputValue
{
    private InputValue(byte kind, double number, ReadOnlySpan<char> text)
    {
        Kind = kind;
        Number = number;
        Text = text;
    }

    internal byte Kind { get; }

    internal double Number { get; }

    internal ReadOnlySpan<char> Text { get; }

    public static InputValue Missing => default;

    public static InputValue Of(double number) => new(1, number, default);

    public static InputValue Of(bool truth) => new(2, truth ? 1 : 0, default);

    public static InputValue Of(ReadOnlySpan<char> text) => new(3, 0, text);
}
