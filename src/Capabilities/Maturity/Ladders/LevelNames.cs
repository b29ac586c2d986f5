using Cairn.Maturity.Model;

namespace Cairn.Maturity.Ladders;

/// <summary>What levels and categories are called.</summary>
internal static class LevelNames
{
    public static string Of(string ladder, int level) => MaturityModel.Current.File.Ladders.Find(l => l.Id == ladder)?.Levels.ElementAtOrDefault(level)?.Name ?? "";

    /// <summary>Where a category stands in the model's order.</summary>
    public static int Place(string category) => MaturityModel.Current.File.Categories.Keys.ToList().IndexOf(category);

    /// <summary>"model-release" as "Model release".</summary>
    public static string Category(string id) => id.Length == 0 ? id : char.ToUpperInvariant(id[0]) + id[1..].Replace('-', ' ');
}
