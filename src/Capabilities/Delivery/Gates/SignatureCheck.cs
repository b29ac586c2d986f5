using System.Text.Json;
using Cairn.Contracts.Projects;

namespace Cairn.Delivery;

/// <summary>What callers send must go on to work: the candidate takes the inputs of the endpoint's contract and of the champion, by the same types.</summary>
internal sealed class SignatureCheck : IGateCheck
{
    public string Name => "signature";

    public IEnumerable<CheckResult> Run(GateContext context)
    {
        Dictionary<string, string> now = Inputs(context.Candidate.SignatureJson);
        if (now.Count == 0) yield break;
        if (context.ContractInputs.Where(c => c != context.Key && !now.ContainsKey(c)).ToList() is { Count: > 0 } absent)
            yield return new CheckResult(Name, "takes the inputs of the contract", Verdict.Fail, string.Join(' ', now.Keys), string.Join(' ', context.ContractInputs), $"does not take {string.Join(", ", absent)}");
        if (context.Champion is null) yield break;
        Dictionary<string, string> before = Inputs(context.Champion.SignatureJson);
        string[] other = [.. now.Where(i => !before.TryGetValue(i.Key, out string? type) || type != i.Value).Select(i => i.Key)];
        bool same = other.Length == 0 || before.Count == 0;
        yield return new CheckResult(Name, "asks for nothing the champion does not", same ? Verdict.Pass : Verdict.Fail, $"{now.Count} inputs", $"{before.Count} inputs", same ? null : $"new or of another type: {string.Join(", ", other)}");
    }

    public static Dictionary<string, string> Inputs(string signatureJson)
    {
        using JsonDocument signature = JsonDocument.Parse(signatureJson);
        return signature.RootElement.TryGetProperty("inputs", out JsonElement inputs)
            ? inputs.EnumerateArray().ToDictionary(i => i.GetProperty("name").GetString()!, i => i.GetProperty("type").GetString()!, StringComparer.Ordinal)
            : new Dictionary<string, string>(StringComparer.Ordinal);
    }
}
