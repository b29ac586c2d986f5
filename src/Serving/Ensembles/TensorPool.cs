using Cairn.Contracts.Inference;
using Cairn.Contracts.Packages;
using Cairn.Contracts.Snapshots;
using Cairn.Serving.Models;

namespace Cairn.Serving.Ensembles;

/// <summary>The tensors of an ensemble by their names: its inputs, and behind them the outputs of its members in their order.</summary>
internal sealed class TensorPool(IReadOnlyList<ModelPort> inputs)
{
    private readonly List<(string Name, ModelPort Port)> _known = [.. inputs.Select(i => ("inputs." + i.Name, i))];

    public void Add(string member, IReadOnlyList<ModelPort> outputs) => _known.AddRange(outputs.Select(o => ($"{member}.{o.Name}", o)));

    /// <summary>The place of a tensor, and what it is.</summary>
    public (int At, ModelPort Port) Find(string name, string place)
    {
        int at = _known.FindIndex(k => k.Name == name);
        return at >= 0 ? (at, _known[at].Port) : throw new ModelFault($"{ModelPackage.FileName}: {place}: there is no '{name}'; there are {string.Join(", ", _known.Select(k => k.Name))}.");
    }

    /// <summary>A member with the tensors that it takes; names, types and shapes must fit its own.</summary>
    public Member Connect(MemberPart part, LoadedModel model, string place)
    {
        string[] taken = [.. model.Columns.Select(c => c.Name)];
        if (part.In.Keys.Except(taken, StringComparer.Ordinal).FirstOrDefault() is { } extra) throw new ModelFault($"{ModelPackage.FileName}: {place}.in.{extra}: the member takes {string.Join(", ", taken)}.");
        if (taken.Except(part.In.Keys, StringComparer.Ordinal).FirstOrDefault() is { } absent) throw new ModelFault($"{ModelPackage.FileName}: {place}.in: must say where the member's input '{absent}' comes from.");
        if (model.FixedRows is not null) throw new ModelFault($"{ModelPackage.FileName}: {place}: the member takes a fixed number of rows; export it with a free first dimension.");
        (int At, ModelPort Port)[] from = [.. taken.Select(name => Find(part.In[name], $"{place}.in.{name}"))];
        // What comes in takes the place of the member's own columns, so the same rules hold as for the contract of an endpoint.
        var contract = new InputContract(taken.Select((name, i) => new InputColumn { Name = name, Datatype = from[i].Port.Type.Name(), Shape = from[i].Port.Shape }), keyColumn: null, matrixName: null);
        try { return new Member(part.Name, model, ModelFit.Make(contract, model.Inputs), [.. from.Select(f => f.At)]); }
        catch (ModelFault e) { throw new ModelFault($"{ModelPackage.FileName}: {place}: {e.Message}"); }
    }
}
