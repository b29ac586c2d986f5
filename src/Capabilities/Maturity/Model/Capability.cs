using Cairn.Maturity.Rules;

namespace Cairn.Maturity.Model;

/// <summary>One capability as the model file has it, with its rule.</summary>
internal sealed record Capability(CapabilityEntry Entry, string RuleText, RuleNode Rule)
{
    public string Id => Entry.Id;

    public bool Gates => Entry.Strength == "must";

    public int? Level(string ladder) => ladder switch
    {
        "microsoft" => Entry.Microsoft,
        "google" => Entry.Google,
        _ => null,
    };

    /// <summary>How long the rule itself makes one wait: days or beats, whichever is longer.</summary>
    public TimeSpan Wait(TimeSpan beat)
    {
        TimeSpan days = TimeSpan.FromDays(Entry.Wait?.Days ?? 0), beats = beat * (Entry.Wait?.Beats ?? 0);
        return days > beats ? days : beats;
    }
}
