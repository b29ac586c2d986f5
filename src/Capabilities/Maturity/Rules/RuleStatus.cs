namespace Cairn.Maturity.Rules;

/// <summary>What a rule alone can say; the assessor adds what the model and people decide.</summary>
internal enum RuleStatus { Pass, Attested, Grace, Stale, Fail, Unknown }
