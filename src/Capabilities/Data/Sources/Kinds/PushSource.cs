using Cairn.Contracts.Projects;

namespace Cairn.Data.Sources.Kinds;

/// <summary>What others send to the server: files of a folder that only the push endpoint writes to, a partition each.</summary>
internal sealed class PushSource(SourceFiles files) : FileSource(files)
{
    /// <summary>Below the drop folder.</summary>
    public const string Folder = ".pushed";

    public override string Name => SourceKinds.Push;

    /// <summary>Path of what was sent for a partition, relative to the drop folder; <c>*</c> for all.</summary>
    public static string PathOf(string source, string partition) => $"{Folder}/{source}/{partition}";

    protected override string PathOf(SourceAsk ask) => PathOf(ask.Source.Name, ask.Partition.Length == 0 ? "*" : ask.Partition + ".*");

    protected override DataSource At(SourceAsk ask, FileInfo file) => ask.Source;
}
