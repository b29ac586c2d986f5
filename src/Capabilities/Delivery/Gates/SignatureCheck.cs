using System.Text.Json;
using Cairn.Contracts.Projects;
using Cairn.Data;

namespace Cairn.Delivery;

/// <summary>
/// What callers send and read must go on to work: the candidate takes the inputs of the endpoint's contract and of the champion, and answers every output of
/// the champion, by the same types. A refusal names those who rely on the endpoint.
/// </summary>
internal sealed class SignatureCheck : IGateCheck
{
    public string Name => "signature";

    public IEnumerable<CheckResult> Run(GateContext context)
    {
        Dictionary<string, string> now = Inputs(context.Candidate.SignatureJson);
        if (now.Count > 0 && context.ContractInputs.Where(c => c != context.Key && !now.ContainsKey(c)).ToList() is { Count: > 0 } absent)
            yield return new CheckResult(Name, "takes the inputs of the contract", Verdict.Fail, string.Join(' ', now.Keys), string.Join(' ', context.ContractInputs), Breaks($"does not take {string.Join(", ", absent)}{(absent.Exists(context.InputsGivenUp.Contains) ? "; " + IInputContracts.Waiting : "")}", context));
        if (context.Champion is null) yield break;
        if (now.Count > 0)
        {
            Dictionary<string, string> before = Inputs(context.Champion.SignatureJson);
            yield return Compare("asks for nothing the champion does not", before.Count == 0 ? [] : Other(now, before), (now.Count, before.Count, "inputs"), context);
        }

        Dictionary<string, string> answers = Ports(context.Candidate.SignatureJson, "outputs"), answered = Ports(context.Champion.SignatureJson, "outputs");
        if (answers.Count > 0 && answered.Count > 0)
            yield return Compare("answers what the champion answers", Other(answered, answers), (answers.Count, answered.Count, "outputs"), context);
    }

    public static Dictionary<string, string> Inputs(string signatureJson) => Ports(signatureJson, "inputs");

    private CheckResult Compare(string name, string[] other, (int Now, int Before, string Of) counts, GateContext context) => new(
        Name, name, other.Length == 0 ? Verdict.Pass : Verdict.Fail, $"{counts.Now} {counts.Of}", $"{counts.Before} {counts.Of}",
        other.Length == 0 ? null : Breaks($"{(counts.Of == "inputs" ? "new" : "missing")} or of another type: {string.Join(", ", other)}", context));

    /// <summary>Ports that the others lack or have by another type.</summary>
    private static string[] Other(Dictionary<string, string> wanted, Dictionary<string, string> known) =>
        [.. wanted.Where(p => !known.TryGetValue(p.Key, out string? type) || type != p.Value).Select(p => p.Key)];

    private static string Breaks(string what, GateContext context) => context.Consumers.Count == 0 ? what : $"{what}; relied on by {string.Join(", ", context.Consumers)}";

    private static Dictionary<string, string> Ports(string signatureJson, string side)
    {
        using JsonDocument signature = JsonDocument.Parse(signatureJson);
        return signature.RootElement.TryGetProperty(side, out JsonElement ports)
            ? ports.EnumerateArray().ToDictionary(i => i.GetProperty("name").GetString()!, i => i.GetProperty("type").GetString()!, StringComparer.Ordinal)
            : new Dictionary<string, string>(StringComparer.Ordinal);
    }
}
