using System.Globalization;
using System.Text.Json.Nodes;
using Cairn.OnnxRuntime;

namespace Cairn.Delivery;

/// <summary>Compares an answer of the endpoint with what it must be. Faults name outputs, never values.</summary>
internal static class AnswerCheck
{
    /// <summary>Most difference of a number from what the runtime gives offline.</summary>
    public const double Tolerance = 1e-6;

    /// <summary>Null when every float output is what the model itself gives.</summary>
    public static string? AsOffline(JsonObject answer, IReadOnlyDictionary<string, object> offline)
    {
        int compared = 0;
        foreach (JsonObject output in (answer["outputs"] as JsonArray ?? []).OfType<JsonObject>())
        {
            string name = (string)output["name"]!;
            if (!offline.TryGetValue(name, out object? value) || value is not OnnxTensor { Data: float[] or double[] } tensor) continue;
            double[] wanted = [.. tensor.Data.Cast<object>().Select(v => Convert.ToDouble(v, CultureInfo.InvariantCulture))], got = Numbers(output["data"]);
            if (got.Length != wanted.Length) return $"output {name} has {got.Length} values instead of {wanted.Length}";
            for (int i = 0; i < got.Length; i++)
                if (!(Math.Abs(got[i] - wanted[i]) <= Tolerance) && !(double.IsNaN(got[i]) && double.IsNaN(wanted[i]))) return $"output {name} differs from the offline score in value {i}";
            compared++;
        }
        return compared == 0 ? "no output could be compared with the offline scores" : null;
    }

    /// <summary>Null when the answer meets the outputs a case expects.</summary>
    public static string? AsExpected(JsonObject answer, JsonArray expected)
    {
        foreach (JsonObject want in expected.OfType<JsonObject>())
        {
            string name = (string?)want["name"] ?? "";
            JsonObject? output = (answer["outputs"] as JsonArray ?? []).OfType<JsonObject>().FirstOrDefault(o => (string?)o["name"] == name);
            if (output is null) return $"output {name} is missing";
            if (Fault(Numbers(output["data"]), want) is { } fault) return $"output {name} {fault}";
        }
        return null;
    }

    private static string? Fault(double[] got, JsonObject want)
    {
        double tolerance = (double?)want["tolerance"] ?? Tolerance;
        if (want["data"] is { } data)
        {
            double[] values = Numbers(data);
            if (values.Length != got.Length) return $"has {got.Length} values instead of {values.Length}";
            if (got.Zip(values).Any(p => !(Math.Abs(p.First - p.Second) <= tolerance))) return "is not what was expected";
        }
        if ((double?)want["min"] is { } min && got.Any(v => !(v >= min))) return "lies below what was expected";
        return (double?)want["max"] is { } max && got.Any(v => !(v <= max)) ? "lies above what was expected" : null;
    }

    private static double[] Numbers(JsonNode? data) => data is not JsonArray list ? [] :
        [.. list.SelectMany(v => v is JsonArray inner ? Numbers(inner) : [v is JsonValue value && value.TryGetValue(out double number) ? number : v is JsonValue b && b.TryGetValue(out bool flag) ? (flag ? 1 : 0) : double.NaN])];
}
