using System.Diagnostics;
using Cairn.Contracts.Packages;
using Cairn.Serving.Models;
using Cairn.Serving.Runs;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.Ensembles;

/// <summary>A version that asks other versions, one after the other, and gives the tensors on. Held by digest: each version is loaded once, whoever asks it.</summary>
internal sealed class EnsembleModel : LoadedModel
{
    private readonly Member[] _members;
    private readonly int[] _answers;

    private EnsembleModel(string digest, (ModelPort[] Inputs, ModelPort[] Outputs) ports, Member[] members, int[] answers)
        : base(digest, ports.Inputs, ports.Outputs)
    {
        (_members, _answers) = (members, answers);
        Members = [.. members.Select(m => m.Model)];
        Properties = members.ToDictionary(m => "member." + m.Name, m => m.Model.Digest, StringComparer.Ordinal);
        MemberRecords = [.. members.Select(Record)];
    }

    public override string Platform => "ensemble";

    public override IReadOnlyDictionary<string, string> Properties { get; }

    public override IReadOnlyList<LoadedModel> Members { get; }

    public override IReadOnlyList<TensorBuffer> MemberRecords { get; }

    public override bool IsReady => _members.All(m => m.Model.IsReady);

    public override bool TakesAnyRow => _members.All(m => m.Model.TakesAnyRow);

    public override bool Waits => _members.Any(m => m.Model.Waits);

    public static EnsembleModel Load(ModelRef file, ModelPackage package, (ModelPort[] Inputs, ModelPort[] Outputs) ports, Func<ModelRef, LoadedModel> load)
    {
        var members = new List<Member>();
        LoadedModel? fresh = null;
        try
        {
            var pool = new TensorPool(ports.Inputs);
            for (int i = 0; i < package.Ensemble!.Count; i++)
            {
                MemberPart part = package.Ensemble[i];
                string place = $"$.ensemble[{i}]";
                fresh = load(new(part.Digest, PathOf(file, part, place), null));
                if (fresh is EnsembleModel) throw new ModelFault($"{ModelPackage.FileName}: {place}: is an ensemble itself; name its members instead.");
                members.Add(pool.Connect(part, fresh, place));
                pool.Add(part.Name, fresh.Outputs);
                fresh = null;
            }

            return new EnsembleModel(file.Digest, ports, [.. members], [.. ports.Outputs.Select(o => Answer(pool, package.Answers![o.Name], o))]);
        }
        catch
        {
            fresh?.Release();
            foreach (Member member in members) member.Model.Release();
            throw;
        }
    }

    public override RunTimes Run(ModelFit fit, ReadOnlySpan<RunPart> parts, int rows)
    {
        long begun = Stopwatch.GetTimestamp();
        var known = new List<TensorBuffer>(InputTensors.Of(Inputs, fit, parts, rows));
        long filled = Stopwatch.GetTimestamp();
        foreach (Member member in _members) known.AddRange(Ask(member, known, parts, rows));
        long ran = Stopwatch.GetTimestamp();
        for (int i = 0; i < _answers.Length; i++) Give(known[_answers[i]], parts, i, rows);
        return RunTimes.Between(begun, filled, ran, Stopwatch.GetTimestamp());
    }

    protected override void Free()
    {
        foreach (Member member in _members) member.Model.Release();
    }

    private static string PathOf(ModelRef file, MemberPart part, string place) =>
        file.Members is { } members && members.TryGetValue(part.Digest, out string? path) ? path
            : throw new ModelFault($"{ModelPackage.FileName}: {place}.digest: the snapshot's 'members' do not say where its file lies.");

    private static int Answer(TensorPool pool, string from, ModelPort output)
    {
        string place = $"$.answers.{output.Name}";
        (int at, ModelPort port) = pool.Find(from, place);
        bool fits = port.Type == output.Type && (Width(port) == Width(output) || Width(output) < 0);
        return fits ? at : throw new ModelFault($"{ModelPackage.FileName}: {place}: is {port}, but the output is {output}.");
    }

    /// <summary>Values in a row; -1 where that is left open.</summary>
    private static long Width(ModelPort port) => port.Shape.Skip(1).Contains(-1) ? -1 : port.Shape.Skip(1).Aggregate(1L, (a, b) => a * b);

    private static ReadOnlySpan<TensorBuffer> Ask(Member member, List<TensorBuffer> known, ReadOnlySpan<RunPart> askers, int rows)
    {
        var part = RunPart.Of(member.From.Select(at => known[at]), rows);
        part.BeginOutputs(member.Model.Outputs.Count);
        (part.Stop, part.Until) = (askers[0].Stop, askers[0].Until);
        if (askers is [var alone]) (part.Parameters, part.Time) = (alone.Parameters, alone.Time);
        else part.Until = part.Until with { Gone = CancellationToken.None };
        try { member.Model.Run(member.Fit, [part], rows); }
        catch (ModelFailure e) { throw new ModelFailure($"Member {member.Name}: {e.Message}", $"Member {member.Name}: {e.Where}", e.Status) { Again = e.Again }; }
        catch (RequestFault e) when (e.Kind != ErrorKind.Deadline) { throw new ModelFailure($"Member {member.Name} cannot hold exactly what the one before it gave."); }

        return part.Outputs;
    }

    /// <summary>As the log keeps it beside the outputs.</summary>
    private static TensorBuffer Record(Member member)
    {
        var record = new TensorBuffer();
        record.Begin(member.Name, Contracts.Inference.Datatype.Bytes);
        record.AddText(System.Text.Encoding.ASCII.GetBytes(member.Model.Digest));
        record.SetShape(1);
        return record;
    }

    private void Give(TensorBuffer from, ReadOnlySpan<RunPart> parts, int output, int rows)
    {
        if (!TensorShapes.Set(from, Outputs[output], rows)) throw new ModelFailure($"A member gave '{Outputs[output].Name}' with {from.Count} values for {rows} rows.");
        OutputSlices.Give(from, Outputs[output].Name, parts, output, rows);
    }
}
