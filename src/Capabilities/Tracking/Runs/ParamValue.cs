using Cairn.Tracking.Search;

namespace Cairn.Tracking.Runs;

/// <summary>A value of a parameter that every run found must have, short enough to stand in the index of values.</summary>
internal sealed record ParamValue(string Key, string Value)
{
    /// <summary>As the index says it, to be found by it.</summary>
    public const string Short = "length(p.value) <= 100";

    private const int MostLetters = 100;

    /// <summary>Those of a filter.</summary>
    public static IEnumerable<ParamValue> Of(Condition? filter) => (filter?.Always ?? []).Where(c => c.Key.Entity == SearchEntity.Param && c.Operator == "=" && ((string)c.Value!).Length <= MostLetters)
        .Select(c => new ParamValue(c.Key.Name, (string)c.Value!));
}
