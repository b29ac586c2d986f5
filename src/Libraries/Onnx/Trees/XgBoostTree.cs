using System.Text.Json;

namespace Cairn.Onnx.Trees;

/// <summary>One tree; node i is a leaf when Left[i] is negative, and its value then stands in Conditions[i].</summary>
internal sealed record XgBoostTree(int Group, int[] Left, int[] Right, int[] Features, float[] Conditions, int[] DefaultLeft)
{
    public static XgBoostTree Parse(JsonElement tree, int group)
    {
        if (tree.TryGetProperty("split_type", out _) && Ints(tree, "split_type").Any(type => type != 0))
            throw new NotSupportedException("Categorical splits cannot be converted; encode categories as numbers before training.");
        float[] conditions = [.. tree.GetProperty("split_conditions").EnumerateArray().Select(v => v.GetSingle())];
        return new XgBoostTree(group, Ints(tree, "left_children"), Ints(tree, "right_children"), Ints(tree, "split_indices"), conditions,
            Ints(tree, "default_left"));
    }

    /// <summary>Whole numbers, some of which older files write as booleans.</summary>
    public static int[] Ints(JsonElement json, string name) =>
        [.. json.GetProperty(name).EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Number ? v.GetInt32() : v.GetBoolean() ? 1 : 0)];
}
