namespace Cairn.Contracts.Projects;

/// <summary>Too little evidence is <see cref="Hold"/>, never <see cref="Pass"/>.</summary>
public enum Verdict
{
    Hold,
    Pass,
    Fail,
}
