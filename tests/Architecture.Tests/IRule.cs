namespace Cairn.Architecture.Tests;

/// <summary>One rule of the house, with a sample that breaks it: a rule that cannot fail holds nothing.</summary>
internal interface IRule
{
    /// <summary>Trees that each break the rule once.</summary>
    IEnumerable<Tree> BadSamples { get; }

    /// <summary>One sentence for each place that breaks the rule, naming the file and the mend.</summary>
    IEnumerable<string> Faults(Tree tree);
}
