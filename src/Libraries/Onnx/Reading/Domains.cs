namespace Cairn.Onnx.Reading;

/// <summary>The operator domains that are accepted.</summary>
internal static class Domains
{
    public const string Plain = "ai.onnx", Ml = "ai.onnx.ml", Microsoft = "com.microsoft";

    public static string Normal(string domain) => domain.Length == 0 ? Plain : domain;

    public static bool Known(string domain) => domain is Plain or Ml or Microsoft;

    /// <summary>Why an operator is refused, or null.</summary>
    public static string? Refusal(string domain, string op, OnnxLimits limits) => domain switch
    {
        Plain or Ml => null,
        Microsoft when limits.MicrosoftOperators.Contains(op) => null,
        Microsoft => $"the operator {op} of {Microsoft} is not among the accepted ones",
        _ => $"the operator domain {domain} is not accepted; {Plain}, {Ml} and {Microsoft} are",
    };
}
