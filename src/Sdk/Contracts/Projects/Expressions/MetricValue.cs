using System.Globalization;

namespace Cairn.Contracts.Projects;

/// <summary>A number, or a word such as <c>passed</c>.</summary>
public readonly record struct MetricValue
{
    public MetricValue(double number) => Number = number;

    public MetricValue(string word) => Word = word;

    public double? Number { get; }

    public string? Word { get; }

    public static implicit operator MetricValue(double number) => new(number);

    public static implicit operator MetricValue(string word) => new(word);

    public static MetricValue FromDouble(double number) => new(number);

    public static MetricValue FromString(string word) => new(word);

    public override string ToString() => Word ?? Number?.ToString("0.######", CultureInfo.InvariantCulture) ?? "";
}
