using System.Text.Json;

namespace Cairn.Client.Probing;

/// <summary>
/// What a prober found and has not handed in yet, and what it is to ask, on the disk: both outlive the prober and every outage of the server. One prober
/// holds a record at a time.
/// </summary>
internal sealed class ProbeRecord : IDisposable
{
    private readonly string _folder;
    private readonly BufferFile _found;

    /// <exception cref="IOException">Another prober holds the record, or the disk refuses.</exception>
    public ProbeRecord(string folder)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        _found = BufferFile.Open(Path.Combine(_folder, "found"));
    }

    /// <summary>False when somebody took the folder away.</summary>
    public bool IsThere => File.Exists(_found.Path);

    private string PlanFile => Path.Combine(_folder, "plan.json");

    /// <summary>On the disk when this returns.</summary>
    public void Add(ProbeAnswer[] round) => _found.Append(BufferKind.Probed, JsonSerializer.SerializeToUtf8Bytes(round, ProbeJson.Default.ProbeAnswerArray));

    /// <summary>Everything not handed in yet, oldest first.</summary>
    public ProbeAnswer[] Waiting() => [.. _found.Records().Where(r => r.Kind == BufferKind.Probed).SelectMany(r => JsonSerializer.Deserialize(r.Payload, ProbeJson.Default.ProbeAnswerArray)!)];

    /// <summary>All of it has been taken. A crash before this hands the same in again, which the server knows.</summary>
    public void Clear() => _found.Clear();

    /// <summary>What is to be asked, as last told; nothing before the first time.</summary>
    public PlannedProbe[] Plan()
    {
        try
        {
            return File.Exists(PlanFile) ? JsonSerializer.Deserialize(File.ReadAllBytes(PlanFile), ProbeJson.Default.PlannedProbeArray) ?? [] : [];
        }
        catch (JsonException)
        {
            // Told anew in a moment.
            return [];
        }
    }

    public void Keep(byte[] plan)
    {
        if (File.Exists(PlanFile) && File.ReadAllBytes(PlanFile).AsSpan().SequenceEqual(plan)) return;
        File.WriteAllBytes(PlanFile + ".new", plan);
        File.Move(PlanFile + ".new", PlanFile, overwrite: true);
    }

    public void Dispose() => _found.Dispose();
}
