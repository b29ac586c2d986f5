namespace Cairn.Onnx.Trees;

/// <summary>
/// The node table of a tree ensemble operator (ai.onnx.ml TreeEnsembleClassifier/Regressor-3). XGBoost goes left when
/// value &lt; threshold in 32-bit floats, hence BRANCH_LT; a missing value follows default_left.
/// </summary>
internal sealed class TreeEnsembleTable
{
    private readonly List<long> _tree = [], _node = [], _feature = [], _yes = [], _no = [], _missingIsYes = [];
    private readonly List<float> _threshold = [];
    private readonly List<string> _mode = [];
    private readonly List<long> _leafTree = [], _leafNode = [], _leafTarget = [];
    private readonly List<float> _leafWeight = [];

    public TreeEnsembleTable(IReadOnlyList<XgBoostTree> trees)
    {
        for (int t = 0; t < trees.Count; t++)
        {
            for (int n = 0; n < trees[t].Left.Length; n++)
                Add(trees[t], t, n);
        }
    }

    public IEnumerable<OnnxAttribute> Nodes() =>
    [
        OnnxAttribute.Of("nodes_treeids", _tree), OnnxAttribute.Of("nodes_nodeids", _node), OnnxAttribute.Of("nodes_featureids", _feature),
        OnnxAttribute.Of("nodes_values", _threshold), OnnxAttribute.Of("nodes_modes", _mode),
        OnnxAttribute.Of("nodes_truenodeids", _yes), OnnxAttribute.Of("nodes_falsenodeids", _no),
        OnnxAttribute.Of("nodes_missing_value_tracks_true", _missingIsYes),
    ];

    /// <summary>The leaves; the prefix is "class" or "target".</summary>
    public IEnumerable<OnnxAttribute> Leaves(string prefix) =>
    [
        OnnxAttribute.Of($"{prefix}_treeids", _leafTree), OnnxAttribute.Of($"{prefix}_nodeids", _leafNode),
        OnnxAttribute.Of($"{prefix}_ids", _leafTarget), OnnxAttribute.Of($"{prefix}_weights", _leafWeight),
    ];

    private void Add(XgBoostTree tree, int t, int n)
    {
        bool leaf = tree.Left[n] < 0;
        _tree.Add(t);
        _node.Add(n);
        _feature.Add(leaf ? 0 : tree.Features[n]);
        _threshold.Add(leaf ? 0 : tree.Conditions[n]);
        _mode.Add(leaf ? "LEAF" : "BRANCH_LT");
        _yes.Add(leaf ? 0 : tree.Left[n]);
        _no.Add(leaf ? 0 : tree.Right[n]);
        _missingIsYes.Add(leaf ? 0 : tree.DefaultLeft[n]);
        if (!leaf)
            return;
        _leafTree.Add(t);
        _leafNode.Add(n);
        _leafTarget.Add(tree.Group);
        _leafWeight.Add(tree.Conditions[n]);
    }
}
