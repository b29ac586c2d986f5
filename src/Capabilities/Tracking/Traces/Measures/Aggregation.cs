using System.Globalization;

namespace Cairn.Tracking.Traces.Measures;

/// <summary>How many values become one.</summary>
/// <param name="Percentile">0 to 100, of <c>PERCENTILE</c> alone.</param>
internal sealed record Aggregation(string Type, double Percentile)
{
    private static readonly string[] Types = ["COUNT", "SUM", "AVG", "PERCENTILE", "MIN", "MAX"];

    /// <summary>Its name in answers: <c>AVG</c>, <c>P95.0</c>.</summary>
    public string Label => Type == "PERCENTILE" ? "P" + Percentile.ToString("0.0###############", CultureInfo.InvariantCulture) : Type;

    /// <exception cref="MlflowException">It is none, or does not go with the measure.</exception>
    public static Aggregation Of(MlflowObject said, Measure measure)
    {
        string type = said.Text("aggregation_type");
        if (int.TryParse(type, out int number) && number > 0 && number <= Types.Length) type = Types[number - 1];
        IEnumerable<string> known = measure.Counts ? ["COUNT"] : Types;
        if (!known.Contains(type)) throw MeasureView.OneOf($"{said.Place}.aggregation_type", type, known);
        if (type != "PERCENTILE") return new Aggregation(type, 0);
        double percentile = said.Number("percentile_value");
        return percentile is >= 0 and <= 100 ? new Aggregation(type, percentile) : throw MlflowException.Invalid($"Invalid value for parameter '{said.Place}.percentile_value' supplied: it must be a number from 0 to 100.");
    }
}
