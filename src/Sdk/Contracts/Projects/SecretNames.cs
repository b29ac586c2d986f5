namespace Cairn.Contracts.Projects;

/// <summary>Which secrets a project file names.</summary>
public static class SecretNames
{
    public static IEnumerable<string> Of(ProjectFile file)
        => file.Steps.Values.SelectMany(s => s.Secrets).Concat(file.Triggers.Values.Select(t => t.Secret).OfType<string>()).Concat(file.Data.Values.Select(d => d.Secret).OfType<string>()).Distinct(StringComparer.Ordinal);
}
